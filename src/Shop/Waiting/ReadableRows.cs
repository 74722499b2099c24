using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Shop.Waiting;

/// <summary>Reads of many rows at once, of which an unreadable one must not hide the others.</summary>
internal static class ReadableRows
{
    /// <summary>Reads rows as they were committed last, all but the unreadable ones.</summary>
    /// <returns>Whether all could be read.</returns>
    public static async ValueTask<bool> ReadAsync(
        IStore store, IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        try
        {
            await store.ReadAsync(keys, sink, cancellation);
            return true;
        }
        catch (RowFault unreadable) when (unreadable.IsUnreadable)
        {
            // The sweep and the lanes log the row as often as they meet it; a look every 100 ms would only repeat that.
            return false;
        }
    }
}
