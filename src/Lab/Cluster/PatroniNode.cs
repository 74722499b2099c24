using System.Globalization;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>The addresses and files of one of the three database servers and its Patroni.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="ControlPort">Where the Patroni answers questions.</param>
/// <param name="Port">Where its PostgreSQL listens.</param>
/// <param name="Folder">The database and what belongs to it; its own user writes there.</param>
/// <param name="SettingsFile">The settings of the Patroni, in a place that its user cannot write.</param>
internal sealed record PatroniNode(int Number, int ControlPort, int Port, string Folder, string SettingsFile)
{
    public string Name => NameOf(Number);

    public string ServerName => ClusterDatabase.ReplicaOf(Number);

    public string DatabaseFolder => Path.Combine(Folder, "database");

    public static string NameOf(int number) => $"patroni-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The PostgreSQL server's main process; null while there is none.</summary>
    public int? PostmasterPid()
    {
        try
        {
            var first = File.ReadLines(Path.Combine(DatabaseFolder, "postmaster.pid")).FirstOrDefault();
            return int.TryParse(first, CultureInfo.InvariantCulture, out var pid) && Runs(pid) ? pid : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The number left by a server that died may be another process's by now. The file is the database user's, and that
    // user may write any number there: the process that is signalled by it is that user's too.
    private bool Runs(int pid) =>
        File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains(DatabaseFolder)
        && (!Installation.IsRoot || File.ReadLines($"/proc/{pid}/status")
            .Any(line => line.StartsWith($"Uid:\t{SystemUser.Database.User}\t", StringComparison.Ordinal)));
}
