using System.Runtime.InteropServices;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>The programs of others that a cluster needs, and where they are on this machine.</summary>
/// <param name="Postgres">The folder of PostgreSQL's programs.</param>
/// <param name="Kafka">The folder of an Apache Kafka.</param>
/// <param name="Etcd">The program; null where it is not needed.</param>
/// <param name="Patroni">The program; null where it is not needed.</param>
internal sealed record Installation(string Postgres, string Kafka, string? Etcd, string? Patroni)
{
    private const int PostgresVersionMin = 15;

    /// <summary>Finds everything, or names all that is missing and how to get it.</summary>
    /// <exception cref="ClusterFault">Something is missing.</exception>
    public static Installation FindPrograms(DatabaseServers servers)
    {
        List<string> missing = [];
        var postgres = FindPostgres();
        if (postgres is null)
        {
            missing.Add($"PostgreSQL {PostgresVersionMin} or later (Debian: apt-get install postgresql)");
        }

        if (FindOnPath("java") is null)
        {
            missing.Add("Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)");
        }

        var kafka = Environment.GetEnvironmentVariable("KAFKA_HOME");
        if (kafka is null || !File.Exists(Path.Combine(kafka, "bin", "kafka-server-start.sh")))
        {
            missing.Add("Apache Kafka: set KAFKA_HOME to its folder (https://kafka.apache.org/downloads)");
        }

        var isReplicated = servers == DatabaseServers.Replicated;
        var etcd = isReplicated ? FindOnPath("etcd") : null;
        if (isReplicated && etcd is null)
        {
            missing.Add("etcd 3.4 or 3.5 (Debian: apt-get install etcd-server)");
        }

        var patroni = isReplicated ? FindOnPath("patroni") : null;
        if (isReplicated && patroni is null)
        {
            missing.Add("Patroni (Debian: apt-get install patroni)");
        }

        return missing.Count == 0
            ? new Installation(postgres!, kafka!, etcd, patroni)
            : throw new ClusterFault(
                "A cluster needs programs that are missing:" + string.Concat(missing.Select(part => $"\n  - {part}"))
                + $"\nscripts/install-cluster.sh{(isReplicated ? " --ha" : "")} installs all of it on Debian.");
    }

    public static bool IsRoot => getuid() == 0;

    private static string? FindPostgres()
    {
        const string Debian = "/usr/lib/postgresql";
        if (Directory.Exists(Debian))
        {
            var newest = Directory.GetDirectories(Debian)
                .Select(path => (Path: path, Version: int.TryParse(Path.GetFileName(path), out var v) ? v : 0))
                .Where(found => found.Version >= PostgresVersionMin)
                .Where(found => File.Exists(Path.Combine(found.Path, "bin", "initdb")))
                .OrderByDescending(found => found.Version)
                .FirstOrDefault();
            if (newest.Path is not null)
            {
                return Path.Combine(newest.Path, "bin");
            }
        }

        return Path.GetDirectoryName(FindOnPath("initdb"));
    }

    private static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint getuid();
}
