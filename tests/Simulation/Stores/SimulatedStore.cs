using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>
/// One node's connection to a simulated database. The server's side of every call runs on the database's own time, so
/// that a request in flight goes on when its node dies.
/// </summary>
public class SimulatedStore(SimulatedDatabase database)
    : IStore, ILeftovers, IIdBlocks, IRowCounter, IRowLists, ITimeSource
{
    private readonly List<SimulatedLane> _lanes = [];

    public SimulatedDatabase Database { get; } = database;

    private SeededRandom Random => Database.Random;

    private DatabaseFaults Faults => Database.Faults;

    public virtual async ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation)
    {
        await CallAsync(() => true, cancellation);
        var lane = new SimulatedLane(this);
        _lanes.Add(lane);
        return lane;
    }

    public virtual async ValueTask ReadAsync(
        IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        Give(Database, await CallAsync(() => Database.Find(keys), cancellation), sink);
    }

    public virtual async ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) =>
        await CallAsync(() => Database.FindDue(table, now, limit), cancellation);

    public virtual async ValueTask<int> CountAsync(Table table, int limit, CancellationToken cancellation) =>
        await CallAsync(() => Database.Count(table, limit), cancellation);

    public virtual async ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation) =>
        Give(Database, await CallAsync(() => Database.FindPage(page), cancellation), sink);

    public ILeftovers Leftovers => this;

    public async ValueTask<IReadOnlyList<Envelope>> ClaimAsync(LeftoverClaim claim, CancellationToken cancellation) =>
        await CallAsync(() => Database.Claim(claim), cancellation);

    public async ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation) =>
        await CallAsync(() => Database.Stored(ids), cancellation);

    public virtual async ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation) =>
        await CallAsync(() => Database.TakeNumbers(now, count), cancellation);

    public async ValueTask<TimeReading> ReadTimeAsync(TimeProvider clock, CancellationToken cancellation)
    {
        var askedAt = clock.GetTimestamp();
        var us = await CallAsync(() => Database.TimeUs(), cancellation);
        return new TimeReading(askedAt, clock.GetTimestamp(), us);
    }

    /// <summary>The node is dead: the server notices after a while, and ends its transactions.</summary>
    public void Die()
    {
        foreach (var lane in _lanes)
        {
            lane.Die();
        }
    }

    /// <summary>The duration of half a round trip.</summary>
    internal long Delay() => Random.Chance(Faults.Slow)
        ? Random.Between(0, Faults.SlowMax)
        : Random.Between(0, Faults.LatencyMax);

    /// <summary>One request and its answer, either of which may be lost.</summary>
    internal async Task<T> CallAsync<T>(Func<T> atServer, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Database.Timeline.After(Delay(), () =>
        {
            lock (Database.Gate)
            {
                if (Database.IsDown || Random.Chance(Faults.Fails))
                {
                    Database.Failures++;
                    // Half of the time the request has happened, and only its answer is lost.
                    if (!Database.IsDown && Random.Chance(0.5))
                    {
                        atServer();
                    }

                    Fail(answer, new TransientFault($"{Database.Name} does not answer."));
                    return;
                }

                var result = atServer();
                Database.Timeline.After(Delay(), () => answer.TrySetResult(result));
            }
        });
        return await UntilAsync(answer, cancellation);
    }

    /// <summary>Gives rows to a sink, without unreadable ones.</summary>
    internal static void Give(SimulatedDatabase database, List<FoundRow> rows, IRowSink sink)
    {
        UnreadableRows? unreadable = null;
        foreach (var row in rows)
        {
            if (database.Unreadable.Contains(row.Key))
            {
                (unreadable ??= new UnreadableRows()).Add(row.Key, new FormatException("Spoiled."));
            }
            else
            {
                sink.Found(row.Key, row.State, row.Version);
            }
        }

        unreadable?.Throw();
    }

    /// <summary>Waits for an answer, or until the wait is cancelled.</summary>
    internal static async Task<T> UntilAsync<T>(TaskCompletionSource<T> answer, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => answer.TrySetCanceled(cancellation));
        return await answer.Task;
    }

    internal void Fail<T>(TaskCompletionSource<T> answer, Exception fault) =>
        Database.Timeline.After(Delay(), () => answer.TrySetException(fault));

    internal void Closed(SimulatedLane lane) => _lanes.Remove(lane);
}
