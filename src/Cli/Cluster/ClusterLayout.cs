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

    public string SupervisorLog => LogOf("supervisor");

    public string DataOf(string name) => Path.Combine(Data, name);

    public string LogOf(string name) => Path.Combine(Root, "log", name + ".log");

    public void Create()
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Path.Combine(Root, "log"));
    }
}
