namespace Cartwright.CommandLine;

/// <summary>The environment variables of PostgreSQL's clients.</summary>
public static class PostgresVariables
{
    // Npgsql and psql take user, password, TLS files and more from these where a connection string does not set them.
    private const string Prefix = "PG";

    /// <summary>
    /// Takes PostgreSQL's variables away from this process and the programs that it starts, so that a database is
    /// reached by its connection string alone.
    /// </summary>
    public static void UnsetAll()
    {
        var names = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        foreach (var name in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
