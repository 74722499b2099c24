using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Files;

namespace Cartwright.Lab.Cluster;

/// <summary>The layout of a cluster's directory.</summary>
internal sealed class ClusterLayout(string directory)
{
    public string Root { get; } = Path.GetFullPath(directory);

    public string ControlSocket => Path.Combine(Root, "control.sock");

    /// <summary>The files for verbs that open its databases.</summary>
    public ClusterFiles Files => new(Root);

    /// <summary>Locked by the supervisor for as long as it lives.</summary>
    public string OwnerFile => Path.Combine(Root, "supervisor.lock");

    /// <summary>The options with which the cluster was started last.</summary>
    public string OptionsFile => Path.Combine(Root, "options.json");

    public string Data => Path.Combine(Root, "data");

    /// <summary>The settings of parts, in files that they can read and cannot replace.</summary>
    public string Settings => Path.Combine(Root, "settings");

    public string SettingsOf(string file) => Path.Combine(Settings, file);

    /// <summary>The file with the password of a service's database.</summary>
    public string PasswordOf(string service) => SettingsOf($"{service}-password");

    public string SupervisorLog => LogOf("supervisor");

    public string DataOf(string name) => Path.Combine(Data, name);

    public string LogOf(string name) => Path.Combine(Root, "log", name + ".log");

    /// <summary>
    /// Makes the folders. Started by root, parts run as other users, which can enter their own folders and list
    /// nothing.
    /// </summary>
    /// <exception cref="ClusterFault">Started by root: another user could exchange one of them.</exception>
    public async Task CreateFoldersAsync(CancellationToken cancellation)
    {
        var passage = Installation.IsRoot
            ? FileModes.OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            : FileModes.OwnerFolder;
        // Before the first folder is made: the way to it is other users' where a link or a folder above is theirs.
        await TrustedFolder.RequireAsync(Root, cancellation);
        FileModes.MakeFolder(Root, passage);
        await TrustedFolder.RequireAsync(Root, cancellation);
        await MakeFolderAsync(Data, passage, cancellation);
        await MakeFolderAsync(Settings, passage, cancellation);
        await MakeFolderAsync(Path.Combine(Root, "log"), FileModes.OwnerFolder, cancellation);
    }

    // Earlier versions made them readable by every user. A mode that is set through a link is that of its target.
    private static async Task MakeFolderAsync(string folder, UnixFileMode mode, CancellationToken cancellation)
    {
        FileModes.MakeFolder(folder, mode);
        await TrustedFolder.RequireNoLinkAsync(folder, cancellation);
        FileModes.SetMode(folder, mode);
    }
}
