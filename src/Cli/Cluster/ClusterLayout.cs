namespace Cartwright.Cli.Cluster;

/// <summary>Where what lies in a cluster's directory.</summary>
internal sealed class ClusterLayout(string directory)
{
    public string Root { get; } = Path.GetFullPath(directory);

    public string ControlSocket => Path.Combine(Root, "control.sock");

    public string PortsFile => Path.Combine(Root, "ports.json");

    public string SupervisorLog => LogOf("supervisor");

    public string DataOf(string name) => Path.Combine(Root, "data", name);

    public string LogOf(string name) => Path.Combine(Root, "log", name + ".log");

    public void Create()
    {
        Directory.CreateDirectory(Path.Combine(Root, "data"));
        Directory.CreateDirectory(Path.Combine(Root, "log"));
    }
}
