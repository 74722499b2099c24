using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// The log lines and figures of an engine's batches. Trouble with the database is a line of each kind every ten
/// seconds, with a count of the omitted ones, and one when it is over: each try of each lane fails while a database is
/// away, several times a second. The stack, always the same, is for <c>debug</c>. Blocked rows are a line every ten
/// seconds for all lanes together.
/// </summary>
internal sealed class EngineReport(ILogger log, EngineMetrics metrics, TimeProvider clock)
{
    private const int KeysMax = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    // Shorter ones are conflicts of two lanes, which end with the next try.
    private static readonly TimeSpan ToldFrom = TimeSpan.FromSeconds(1);

    private readonly UnreadableLog _unreadable = new(log, clock);
    private readonly Lock _lock = new();
    private Kind _batches;
    private Kind _commits;
    private Kind _sweeps;
    private long _since;
    private long? _blockedAt;
    private bool _isTold;
    private volatile bool _isOn;

    /// <summary>A batch is committed.</summary>
    public void Committed(int messages, WriteSet writes) =>
        EngineLog.Committed(log, messages, writes.Rows.Count, writes.Outbox.Count);

    /// <summary>A batch has asked for its commit.</summary>
    public void Asked(CommitOutcome outcome, int messages, TimeSpan duration) =>
        metrics.Asked(outcome, messages, duration);

    /// <summary>A command found no room.</summary>
    public void Shed() => metrics.Shed();

    /// <summary>The outcome of an unknown commit is found.</summary>
    public void Resolved(CommitOutcome outcome) => EngineLog.Resolved(log, outcome);

    /// <summary>The database rejects the rows of one message for good.</summary>
    public void Poisoned(PoisonFault fault) => EngineLog.Poison(log, fault);

    /// <summary>Rows are locked or rejected; the messages that need them wait.</summary>
    public void RowsBlocked(IReadOnlyList<Key> rows, string reason)
    {
        lock (_lock)
        {
            if (rows.Count == 0 || (_blockedAt is { } at && clock.GetElapsedTime(at) < Pause))
            {
                return;
            }

            _blockedAt = clock.GetTimestamp();
        }

        EngineLog.RowsBlocked(log, rows.Count, string.Join(", ", rows.Take(KeysMax)), reason);
    }

    /// <summary>A command ran into a bug.</summary>
    public void Failed(Exception bug) => EngineLog.Bug(log, bug);

    /// <summary>The engine stops.</summary>
    public void Stopped(Exception fault) => EngineLog.Fatal(log, fault);

    /// <summary>A batch failed, and its lane pauses.</summary>
    public void BatchRetried(int tries, Exception fault)
    {
        BatchFailed(tries, fault);
        metrics.Retried();
    }

    /// <summary>A batch failed, and is tried again.</summary>
    public void BatchFailed(int tries, Exception fault)
    {
        EngineLog.TransientStack(log, fault);
        if (TryTell(ref _batches, out var unsaid))
        {
            EngineLog.Transient(log, tries, fault.Message, unsaid);
        }
    }

    /// <summary>It is not known whether a commit happened.</summary>
    public void CommitUnknown()
    {
        if (TryTell(ref _commits, out var unsaid))
        {
            EngineLog.UnknownCommit(log, unsaid);
        }
    }

    /// <summary>A background scan failed, and is repeated.</summary>
    public void SweepFailed(Exception fault)
    {
        EngineLog.TransientStack(log, fault);
        if (TryTell(ref _sweeps, out var unsaid))
        {
            EngineLog.SweepFailed(log, fault.Message, unsaid);
        }
    }

    /// <summary>A command, a message or a read has met rows that cannot be read. The database is there.</summary>
    public void RowsUnreadable(RowFault fault) => _unreadable.LogUnreadable(fault);

    /// <summary>The database has answered.</summary>
    public void Over()
    {
        if (!_isOn)
        {
            return;
        }

        var lasted = TimeSpan.Zero;
        lock (_lock)
        {
            if (_isOn && _isTold)
            {
                lasted = clock.GetElapsedTime(_since);
            }

            _isOn = false;
        }

        if (lasted >= ToldFrom)
        {
            EngineLog.OutageOver(log, lasted.TotalSeconds);
        }
    }

    private bool TryTell(ref Kind kind, out int unsaid)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (!_isOn)
            {
                (_isOn, _isTold, _since) = (true, false, now);
            }

            if (kind.WasTold && clock.GetElapsedTime(kind.At, now) < Pause)
            {
                kind.Unsaid++;
                unsaid = 0;
                return false;
            }

            unsaid = kind.Unsaid;
            kind = new Kind(WasTold: true, now);
            _isTold = true;
            return true;
        }
    }

    private record struct Kind(bool WasTold, long At)
    {
        public int Unsaid { get; set; }
    }
}
