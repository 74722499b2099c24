using Cartwright.Engine.Codec;
using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// The engine's own service, beside those of the application: it forgets stored replies, parks messages and replays
/// them.
/// </summary>
/// <param name="isServed">Whether this engine has a service.</param>
/// <param name="parking">Parked messages as rows.</param>
internal sealed class HousekeepingService(Predicate<Role> isServed, Parking parking) : IService
{
    /// <summary>Its name. No topic, database or setting has it.</summary>
    public static Role Name { get; } = new("housekeeping");

    public Role Role => Name;

    public IReadOnlyList<Table> Tables { get; } = [StoredReply.Table, ParkedMessage.Table];

    public void AddKeys(Message message, ICollection<Key> keys) => keys.Add(((HousekeepingMessage)message).Row);

    public Message SweepMessage(Key key) => key.Table == StoredReply.Table
        ? new ForgetReply(key.Text!)
        : new ReplayParked(key.Text!);

    // A row that is gone, or that another node has changed since, leaves nothing to do.
    public Decision Decide(IRows rows, Message message, long now) => message switch
    {
        ForgetReply forget when rows.Find<StoredReply>(forget.Row) is { Due: { } due } && due <= now =>
            Decision.Nothing.Change(forget.Row, null),
        ReplayParked replay when rows.Find<ParkedMessage>(replay.Row) is { Due: { } due } parked
            && Backoff.HasCome(due, now) => parked.ReturnReason is null
                ? Replay(replay, parked, now)
                : Undo(replay, parked),
        Park park when MayPark(park, rows.Find<ParkedMessage>(park.Row)) =>
            Decision.Nothing.Change(park.Row, Parking.RowOf(park, now)),
        ParkAgain again when rows.Find<ParkedMessage>(again.Row) is { } parked =>
            Decision.Nothing.Change(again.Row, Parking.Again(parked, again.Error) with { At = now }),
        RecordReturn record when rows.Find<ParkedMessage>(record.Row) is { } parked =>
            Decision.Nothing.Change(record.Row, Returned(parked, now)),
        ReplayRequested request => ChangeParked(rows, request, parked => parked with { Due = now }),
        DropRequested request => ChangeParked(rows, request, _ => null),
        ForgetReply or ReplayParked or Park or ParkAgain or RecordReturn => Decision.Nothing,
        _ => throw new InvalidOperationException($"{message.GetType().Name} is no message of housekeeping."),
    };

    private static Decision ChangeParked(
        IRows rows, HousekeepingMessage request, Func<ParkedMessage, ParkedMessage?> change) =>
        rows.Find<ParkedMessage>(request.Row) is { ReturnReason: null } parked
            ? Decision.Nothing.Change(request.Row, change(parked)).With(new ParkedChange(IsChanged: true))
            : Decision.Nothing.With(new ParkedChange(IsChanged: false));

    // Repeated, it keeps the time that belongs to the reason on record. A refusal in between has parked it later, and a
    // row that was parked after its return is logged as a refusal.
    private static ParkedMessage Returned(ParkedMessage parked, long now)
    {
        var at = parked.ReturnedAt ?? now;
        return parked with { Due = null, ReturnedAt = at, At = Math.Min(parked.At, at) };
    }

    // A message that comes again does not overwrite the record of a repair, nor one that is asked for.
    private static bool MayPark(Park park, ParkedMessage? parked) =>
        parked is null || (!park.Content.IsForeign && parked.ReturnReason is null);

    private Decision Replay(ReplayParked replay, ParkedMessage parked, long now)
    {
        var found = parking.Reread(parked);
        if (!isServed(parked.To) || IsUnread(found, parked))
        {
            return Again(replay, parked, found.FirstOrDefault().Error ?? parked.Error);
        }

        // An envelope becomes its messages, each with a row of its own that is due: one that fails again stays by
        // itself, and none is lost if the node dies before they are tried.
        var decision = Decision.Nothing.Change(replay.Row, null);
        return found is [{ Message: { } message }]
            ? decision.Send(new Replayed(message, parked.Origin))
            : decision.SendAll(found.Select(part => parking.OfPart(part, parked, now)));
    }

    private Decision Undo(ReplayParked replay, ParkedMessage parked) =>
        isServed(parked.To) && parking.Reread(parked) is [{ Message: IUndoable { Undo: var undo } }]
            ? Decision.Nothing.Send(new Replayed(undo, parked.Origin, IsRepair: true))
            : Again(replay, parked, "Only a message that reports undoable work can be returned.");

    private static Decision Again(ReplayParked replay, ParkedMessage parked, string error) =>
        Decision.Nothing.Change(replay.Row, Parking.Again(parked, error));

    private static bool IsUnread(List<Decoded> found, ParkedMessage parked) =>
        found is [{ Message: null } whole] && whole.Bytes.Length is var length
        && (length == 0 || length == Parking.BytesOf(parked).Length);
}
