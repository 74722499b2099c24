using System.CommandLine;
using Cartwright.Lab.Certificates;
using Cartwright.Lab.Check;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Load;
using Cartwright.Lab.Torture;

namespace Cartwright.Lab;

/// <summary>The verbs that run a shop for a trial, and test one.</summary>
public static class LabVerbs
{
    public static IReadOnlyList<Command> CreateAll() =>
    [
        ClusterCommand.CreateCommand(),
        CertificatesCommand.CreateCommand(),
        CheckCommand.CreateCommand(),
        LoadCommand.CreateCommand(),
        TortureCommand.CreateCommand(),
    ];
}
