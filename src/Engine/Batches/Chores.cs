using Cartwright.Engine.Codec;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// What a batch does with the engine's own rows: stored replies that are forgotten, messages that are parked and tried
/// again.
/// </summary>
/// <param name="rows">The rows that the batch has loaded.</param>
/// <param name="change">Changes one of them; null removes it.</param>
/// <param name="services">The services of the engine.</param>
/// <param name="parking">Parked messages as rows.</param>
/// <param name="now">The time of all decisions.</param>
internal sealed class Chores(
    IRows rows, Action<Key, object?> change, Services services, Parking parking, long now)
{
    private int _parked;

    /// <summary>How many more messages may be parked.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>How many messages were not kept, because there is no room.</summary>
    public int Lost { get; private set; }

    /// <summary>Does it.</summary>
    /// <returns>
    /// The messages to decide next: each with its first origin, and whether it repairs the parked message.
    /// </returns>
    public IReadOnlyList<(Message Next, string Origin, bool IsRepair)> Do(Chore chore, string origin)
    {
        switch (chore)
        {
            case ForgetReply forget when rows.Find<StoredReply>(forget.Row) is { Due: { } due } && due <= now:
                change(forget.Row, null);
                return [];
            case ReplayParked replay:
                return Replay(replay);
            case Park park when MayKeep(park, rows.Find<ParkedMessage>(park.Row)):
                Keep(park, origin);
                return [];
            case ParkAgain again when rows.Find<ParkedMessage>(again.Row) is { } parked:
                change(again.Row, Parking.Again(parked, again.Error) with { At = now });
                return [];
            case RecordReturn record when rows.Find<ParkedMessage>(record.Row) is { } parked:
                change(record.Row, Returned(parked));
                return [];
            default:
                // What it is about is gone, or is kept already.
                return [];
        }
    }

    // Repeated, it keeps the time that belongs to the reason on record. A refusal in between has parked it later, and a
    // row that was parked after its return is logged as a refusal.
    private ParkedMessage Returned(ParkedMessage parked)
    {
        var at = parked.ReturnedAt ?? now;
        return parked with { Due = null, ReturnedAt = at, At = Math.Min(parked.At, at) };
    }

    // A message that comes again does not overwrite the record of a repair, nor one that is asked for.
    private static bool MayKeep(Park park, ParkedMessage? parked) =>
        parked is null || (!park.Content.IsForeign && parked.ReturnReason is null);

    // The sweeps ask again for what a lost message was about. One that waits for a blocked row, or came out of an
    // envelope that was kept, is kept all the same.
    private void Keep(Park park, string origin)
    {
        if (rows.Find<ParkedMessage>(park.Row) is null && park.RetryAt is null)
        {
            if (_parked >= Room)
            {
                Lost++;
                return;
            }

            _parked++;
        }

        change(park.Row, Parking.Of(park, origin, now));
    }

    private IReadOnlyList<(Message Next, string Origin, bool IsRepair)> Replay(ReplayParked replay)
    {
        if (rows.Find<ParkedMessage>(replay.Row) is not { Due: { } due } parked || !Backoff.HasCome(due, now))
        {
            return [];
        }

        if (parked.ReturnReason is not null)
        {
            return Return(replay, parked);
        }

        var found = parking.Reread(parked);
        if (!services.Has(parked.To) || IsUnread(found, parked))
        {
            change(replay.Row, Parking.Again(parked, found.FirstOrDefault().Error ?? parked.Error));
            return [];
        }

        // An envelope becomes its messages, each with a row of its own that is due: one that fails again stays by
        // itself, and none is lost if the node dies before they are tried.
        change(replay.Row, null);
        return found is [{ Message: { } message }]
            ? [(message, parked.Origin, false)]
            : [.. found.Select(part => (parking.OfPart(part, parked.To, now), parked.Origin, false))];
    }

    private IReadOnlyList<(Message Next, string Origin, bool IsRepair)> Return(
        ReplayParked replay, ParkedMessage parked)
    {
        if (!services.Has(parked.To)
            || parking.Reread(parked) is not [{ Message: IUndoable { Undo: var undo } }])
        {
            change(replay.Row, Parking.Again(parked, "Only a message that says what is taken can be returned."));
            return [];
        }

        return [(undo, parked.Origin, true)];
    }

    private static bool IsUnread(List<Decoded> found, ParkedMessage parked) =>
        found is [{ Message: null } whole] && whole.Bytes.Length is var length
        && (length == 0 || length == Parking.BytesOf(parked).Length);
}
