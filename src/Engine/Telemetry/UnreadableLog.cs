using Cartwright.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// Logs rows that cannot be read: a line every ten seconds, with a count of the omitted ones. Each request that needs
/// such a row meets it again; the stack, always the same, is for <c>debug</c>.
/// </summary>
internal sealed class UnreadableLog(ILogger log, TimeProvider clock)
{
    private const int KeysSaidMax = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _saidAt;
    private int _unsaid;

    /// <summary>A command, a message or a read has met such rows.</summary>
    public void LogUnreadable(RowFault fault)
    {
        EngineLog.TransientStack(log, fault);
        int unsaid;
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_saidAt is { } at && clock.GetElapsedTime(at, now) < Pause)
            {
                _unsaid++;
                return;
            }

            (_saidAt, unsaid, _unsaid) = (now, _unsaid, 0);
        }

        EngineLog.RowUnreadable(log, string.Join(", ", fault.Keys.Take(KeysSaidMax)), fault.Message, unsaid);
    }
}
