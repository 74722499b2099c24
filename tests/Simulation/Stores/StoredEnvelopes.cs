using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>The outbox of a database in memory, with its claims; the same conformance tests apply to it.</summary>
internal sealed class StoredEnvelopes
{
    private readonly SortedDictionary<long, Envelope> _envelopes = [];
    private readonly Dictionary<long, long> _sentAt = [];

    public IReadOnlyCollection<Envelope> All => _envelopes.Values;

    /// <exception cref="ArgumentException">An envelope of this id is stored.</exception>
    public void Add(Envelope envelope) => _envelopes.Add(envelope.Id, envelope);

    public void Remove(long id)
    {
        _envelopes.Remove(id);
        _sentAt.Remove(id);
    }

    /// <summary>Claims the envelopes that were sent longest ago, within the claim's bounds.</summary>
    public IReadOnlyList<Envelope> Claim(LeftoverClaim claim)
    {
        List<Envelope> claimed = [];
        var bytes = 0L;
        foreach (var envelope in _envelopes.Values
            .Where(envelope => IsLeft(SentAt(envelope), claim.Before) && claim.Receivers.Contains(envelope.To))
            .OrderBy(envelope => SentAt(envelope) >= claim.Before).ThenBy(SentAt).ThenBy(envelope => envelope.Id)
            .Take(claim.CountMax))
        {
            bytes += envelope.Bytes.Length;
            if (claimed.Count > 0 && bytes > claim.BytesMax)
            {
                break;
            }

            claimed.Add(envelope);
        }

        claimed.ForEach(envelope => _sentAt[envelope.Id] = claim.Now);
        return claimed;
    }

    /// <summary>Which of these envelopes are stored.</summary>
    public IReadOnlyList<long> Stored(IReadOnlyList<long> ids) => [.. ids.Where(_envelopes.ContainsKey)];

    private long SentAt(Envelope envelope) => _sentAt.GetValueOrDefault(envelope.Id, envelope.At);

    private static bool IsLeft(long at, long before) => at < before || at > Backoff.AheadOf(before);
}
