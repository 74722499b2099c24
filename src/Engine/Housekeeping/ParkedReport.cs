using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Housekeeping;

/// <summary>What is logged, measured and counted of messages that a batch has parked.</summary>
/// <param name="room">The room for more.</param>
/// <param name="bound">How many may be parked.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="log">The log of operation.</param>
internal sealed class ParkedReport(ParkedRoom room, int bound, EngineMetrics metrics, ILogger log)
{
    /// <summary>How many more messages may be parked.</summary>
    public int Room => room.Left;

    /// <summary>A batch is committed.</summary>
    /// <param name="rows">The rows that it has written.</param>
    /// <param name="lost">How many messages it could not keep.</param>
    public void Committed(IReadOnlyList<RowWrite> rows, int lost)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].State is ParkedMessage parked)
            {
                Written(parked, rows[i]);
            }
        }

        if (lost > 0)
        {
            metrics.ParkedLost(lost);
            if (room.Lost(lost) is { } unsaid)
            {
                EngineLog.ParkedLost(log, unsaid, bound);
            }
        }
    }

    private void Written(ParkedMessage parked, RowWrite write)
    {
        var id = write.Key.Text!;
        switch (parked)
        {
            case { Due: null, ReturnedAt: { } at } when at >= parked.At:
                EngineLog.Returned(log, id, parked.ReturnReason ?? "", parked.Error);
                break;
            case { Due: null }:
                EngineLog.Parked(log, id, parked.Error);
                metrics.Parked();
                if (write.Version == 0)
                {
                    room.Parked();
                }

                break;
            default:
                EngineLog.ParkedForRetry(log, id, parked.Error);
                break;
        }
    }
}
