using System.CommandLine;

namespace Cartwright.CommandLine.Clusters;

/// <summary>The option by which a verb is pointed at a cluster.</summary>
public static class ClusterOption
{
    public static Option<string?> CreateOption(string description) => new("--cluster")
    {
        Description = description,
        HelpName = "DIR",
    };
}
