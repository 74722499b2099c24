using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// The outbox as nodes see it that did not make its envelopes. A claim is a write of its own, which need not be
/// durable: a lost one only means that an envelope is sent once more.
/// </summary>
internal sealed class PostgresLeftovers(ConnectionPool connections) : ILeftovers
{
    public ValueTask<IReadOnlyList<Envelope>> ClaimAsync(LeftoverClaim claim, CancellationToken cancellation) =>
        connections.RunAsync<IReadOnlyList<Envelope>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(PostgresSql.ClaimEnvelopes, connection)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = claim.Before },
                        new NpgsqlParameter<long> { TypedValue = claim.CountMax },
                        new NpgsqlParameter<long> { TypedValue = claim.BytesMax },
                        new NpgsqlParameter<long> { TypedValue = Backoff.AheadOf(claim.Before) },
                        new NpgsqlParameter<long> { TypedValue = claim.Now },
                        new NpgsqlParameter<string[]> { TypedValue = [.. claim.Receivers.Select(role => role.Name)] },
                    },
                };
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<(long Place, Envelope Envelope)> claimed = [];
                while (await reader.ReadAsync(cancellation))
                {
                    claimed.Add((reader.GetInt64(0), Read(reader)));
                }

                return [.. claimed.OrderBy(one => one.Place).Select(one => one.Envelope)];
            },
            cancellation);

    public ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation) =>
        connections.RunAsync<IReadOnlyList<long>>(
            async connection =>
            {
                await using var command = new NpgsqlCommand(PostgresSql.FindEnvelopes, connection)
                {
                    Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. ids] } },
                };
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<long> found = [];
                while (await reader.ReadAsync(cancellation))
                {
                    found.Add(reader.GetInt64(0));
                }

                return found;
            },
            cancellation);

    private static Envelope Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(1),
        new Role(reader.GetString(2)),
        (int)reader.GetInt64(3),
        reader.GetInt64(4),
        (byte[])reader.GetValue(5));
}
