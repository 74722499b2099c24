using System.Globalization;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>Reads the database of a service directly, without the nodes.</summary>
internal static class Database
{
    public static async Task<string> AskAsync(RunningCluster cluster, string service, string sql)
    {
        var port = (await cluster.FindAsync($"postgres-{service}")).Port.ToString(CultureInfo.InvariantCulture);
        var name = $"cartwright_{service}";
        var password = (await ClusterPasswords.ReadAsync(cluster))[name];
        var database = $"host=127.0.0.1 port={port} user={name} dbname={name} password={password}";
        var asked = await CartwrightProgram.RunOtherAsync(
            "psql", "-d", database, "-v", "ON_ERROR_STOP=1", "-Atqc", sql);
        return asked.Required().Output.Trim();
    }

    public static async Task<long> CountAsync(RunningCluster cluster, string service, string table) => long.Parse(
        await AskAsync(cluster, service, $"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);
}
