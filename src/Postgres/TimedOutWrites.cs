using System.Runtime.CompilerServices;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// Writes that have reached their time-out. They go on by themselves: a cancelled COMMIT would end its wait for the
/// standby and show others a change that may be lost. Their connections are not to be touched until they have ended.
/// </summary>
internal static class TimedOutWrites
{
    private static readonly ConditionalWeakTable<NpgsqlConnection, Task> _writes = [];

    /// <summary>Waits for a write that nothing may cancel.</summary>
    /// <returns>Whether it has ended in time.</returns>
    public static async Task<bool> EndsInTimeAsync(NpgsqlConnection connection, Task write, TimeSpan patience)
    {
        try
        {
            await write.WaitAsync(patience);
            return true;
        }
        catch (TimeoutException) when (!write.IsCompleted)
        {
            _writes.AddOrUpdate(connection, write);
            return false;
        }
    }

    /// <summary>The write that still uses a connection; null where none does.</summary>
    public static Task? PendingOn(NpgsqlConnection connection) =>
        _writes.TryGetValue(connection, out var write) && !write.IsCompleted ? write : null;
}
