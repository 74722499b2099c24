namespace Cartwright.Conformance.Postgres;

/// <summary>The standbys of a server: its commits wait for each; a missing one blocks them.</summary>
internal static class SynchronousStandbys
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task SetAsync(PostgresServer server, string names)
    {
        await server.RunAsync($"ALTER SYSTEM SET synchronous_standby_names = '{names}'", "SELECT pg_reload_conf()");
        await Eventually.IsAsync("the setting holds", Patience, async () =>
            (string?)await server.AskAsync("SHOW synchronous_standby_names") == names);
    }

    /// <summary>Sets the standbys, and waits until commits wait for them.</summary>
    public static async Task SetAndAwaitAsync(PostgresServer server, string names)
    {
        await SetAsync(server, names);
        if (names.Length > 0)
        {
            await Eventually.IsAsync("commits wait for their standby", Patience, () => AreAwaitedAsync(server));
        }
    }

    // A session shows the setting at once; for commits it holds once the checkpointer has read it.
    private static async Task<bool> AreAwaitedAsync(PostgresServer server)
    {
        const string Waiting = "FROM pg_stat_activity WHERE datname = 'postgres' AND wait_event = 'SyncRep'";
        var probe = server.RunAsync("SELECT pg_logical_emit_message(true, 'probe', '')");
        await Eventually.IsAsync("the probe has ended or waits", Patience, async () =>
            probe.IsCompleted || (long)(await server.AskAsync($"SELECT count(*) {Waiting}"))! > 0);
        if (probe.IsCompletedSuccessfully)
        {
            return false;
        }

        await server.RunAsync($"SELECT pg_terminate_backend(pid) {Waiting}");
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => probe);
        return true;
    }
}
