using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Postgres;

/// <summary>The numbers of one service's database, each block taken by a commit of its own.</summary>
internal sealed class PostgresIdBlocks(ConnectionPool connections) : IIdBlocks
{
    private const int ClockShift = 16;

    public ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation) => connections.RunAsync(
        async connection => (long?)await DurableWrite.WriteDurablyAsync(
            connection, connections.CommitPatience, PostgresSql.TakeIds, now << ClockShift, count, IdRange.Max)
            ?? throw new OutOfNumbersFault(),
        cancellation);
}
