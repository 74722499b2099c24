using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>The operations of a connection on the rows of the outbox.</summary>
internal static class OutboxRows
{
    private const string InsertEnvelope =
        "INSERT INTO outbox (envelope_id, role, partition, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string DeleteEnvelope = "DELETE FROM outbox WHERE envelope_id = ?1";

    private const string FindEnvelope = "SELECT 1 FROM outbox WHERE envelope_id = ?1";

    private const string ClaimEnvelope = "UPDATE outbox SET sent_at = ?2 WHERE envelope_id = ?1";

    // Each is the beginning of a range of the index, which an OR would not be. One for a service, or a partition, that
    // this version does not know is left to another.
    private static readonly string _selectLeftovers =
        $"SELECT envelope_id, role, partition, at, bytes FROM ({LeftoversPart}, 0 AS far FROM outbox {LeftoversKnown} "
        + "COALESCE(sent_at, at) < ?1 ORDER BY COALESCE(sent_at, at), envelope_id LIMIT ?2) UNION ALL "
        + $"{LeftoversPart}, 1 AS far FROM outbox {LeftoversKnown} "
        + "COALESCE(sent_at, at) > ?3 ORDER BY COALESCE(sent_at, at), envelope_id LIMIT ?2)) "
        + "ORDER BY far, sent, envelope_id LIMIT ?2";

    private const string LeftoversPart = "SELECT * FROM (SELECT *, COALESCE(sent_at, at) AS sent";

    private const string LeftoversKnown =
        "WHERE role IN (SELECT value FROM json_each(?4)) AND partition <= 2147483647 AND";

    public static void Store(this Session session, Envelope envelope)
    {
        var insert = session.Prepared(InsertEnvelope).BeginExecution();
        insert.WriteNumber(envelope.Id);
        insert.WriteText(envelope.To.Name);
        insert.WriteNumber(envelope.Partition);
        insert.WriteNumber(envelope.At);
        insert.Bytes(envelope.Bytes.Span);
        insert.ExecuteOnce();
    }

    public static void Forget(this Session session, long envelopeId)
    {
        var delete = session.Prepared(DeleteEnvelope).BeginExecution();
        delete.WriteNumber(envelopeId);
        delete.ExecuteOnce();
    }

    public static List<Envelope> Claim(this Session session, LeftoverClaim claim)
    {
        var select = session.Prepared(_selectLeftovers).BeginExecution();
        select.WriteNumber(claim.Before);
        select.WriteNumber(claim.CountMax);
        select.WriteNumber(Backoff.AheadOf(claim.Before));
        select.WriteText($"[{string.Join(',', claim.Receivers.Select(role => $"\"{role.Name}\""))}]");
        var envelopes = new List<Envelope>();
        var bytes = 0L;
        while (select.Step())
        {
            var (id, to, partition) = (select.ReadNumber(), select.ReadText(), select.ReadNumber());
            var envelope = new Envelope(
                id, new Role(to!), (int)partition, select.ReadNumber(), select.Bytes());
            bytes += envelope.Bytes.Length;
            if (envelopes.Count > 0 && bytes > claim.BytesMax)
            {
                break;
            }

            envelopes.Add(envelope);
        }

        select.BeginExecution();
        foreach (var envelope in envelopes)
        {
            var update = session.Prepared(ClaimEnvelope).BeginExecution();
            update.WriteNumber(envelope.Id);
            update.WriteNumber(claim.Now);
            update.ExecuteOnce();
        }

        return envelopes;
    }

    public static List<long> Stored(this Session session, IReadOnlyList<long> envelopeIds)
    {
        List<long> stored = [];
        foreach (var id in envelopeIds)
        {
            var select = session.Prepared(FindEnvelope).BeginExecution();
            select.WriteNumber(id);
            if (select.Step())
            {
                stored.Add(id);
            }

            select.BeginExecution();
        }

        return stored;
    }
}
