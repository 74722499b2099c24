namespace Cartwright.Cli.Cluster;

/// <summary>Where what lies in a cluster's directory.</summary>
internal sealed class ClusterLayout(string directory)
{
    public string Root { get; } = Path.GetFullPath(directory);

    public string ControlSocket => Path.Combine(Root, "control.sock");

    public string PortsFile => Path.Combine(Root, "ports.json");

    /// <summary>Locked by the supervisor for as long as it lives.</summary>
    public string OwnerFile => Path.Combine(Root, "supervisor.lock");

    /// <summary>With what options the cluster was started last.</summary>
    public string OptionsFile => Path.Combine(Root, "options.json");

    public string Data => Path.Combine(Root, "data");

    /// <summary>What parts are told, in files that they can read and cannot replace.</summary>
    public string Settings => Path.Combine(Root, "settings");

    public string SecretsFile => Path.Combine(Root, "secrets.json");

    public string SettingsOf(string file) => Path.Combine(Settings, file);

    /// <summary>The file with the password of a service's database.</summary>
    public string PasswordOf(string service) => SettingsOf($"{service}-password");

    public string SupervisorLog => LogOf("supervisor");

    public string DataOf(string name) => Path.Combine(Data, name);

    public string LogOf(string name) => Path.Combine(Root, "log", name + ".log");

    /// <summary>
    /// Makes the folders. Started by root, parts run as other users, who go through to what is theirs and list nothing.
    /// </summary>
    public void Create()
    {
        var passage = Installation.IsRoot
            ? FileModes.OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            : FileModes.OwnerFolder;
        FileModes.MakeFolder(Root, passage);
        Make(Data, passage);
        Make(Settings, passage);
        Make(Path.Combine(Root, "log"), FileModes.OwnerFolder);
    }

    // Earlier versions made them readable by everybody.
    private static void Make(string folder, UnixFileMode mode)
    {
        FileModes.MakeFolder(folder, mode);
        FileModes.Set(folder, mode);
    }
}
