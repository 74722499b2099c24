using System.Collections.Immutable;
using Cartwright.Domain.Sagas;

namespace Cartwright.Domain.Views;

/// <summary>
/// The states of a saga's steps, from their records and the standing of the order. A record is null where its service
/// gave no answer; the other records often tell the state all the same.
/// </summary>
internal static class StepStates
{
    /// <summary>
    /// The steps of an order in flight that has not failed. It has no answer of the deciding step: once that step is
    /// reached, or asked to decide at once, the order waits for it, even if the step's service is silent.
    /// </summary>
    public static ImmutableArray<StepState> OfRunning(
        Saga saga, ImmutableArray<StepRecord?> records, bool isSettling) =>
        records.Any(record => record?.State is StepRecordState.Rejected)
            ? OfFailing(saga, records)
            : OfUndecided(saga, OfBegun(saga, records), isSettling);

    /// <summary>
    /// The steps of a saga that goes on: those that are not done wait, from the first one on, for as long as a step
    /// needs no answer before the next one. A step is known to be done where one after it is. Whether a step is reached
    /// is unknown after one of which nothing is known.
    /// </summary>
    public static ImmutableArray<StepState> OfBegun(Saga saga, ImmutableArray<StepRecord?> records)
    {
        var states = ImmutableArray.CreateBuilder<StepState>(records.Length);
        bool? isReached = true;
        for (var place = 0; place < records.Length; place++)
        {
            var state = Recorded(records[place])
                ?? (records[place] is null && IsDone(records[(place + 1)..]) ? StepState.Done
                    : isReached is false ? StepState.NotYet
                    : isReached is null || records[place] is null ? StepState.Unknown
                    : StepState.Waiting);
            isReached = state is StepState.Done || saga.Steps[place].Done is null ? isReached
                : state is StepState.Unknown ? null
                : false;
            states.Add(state);
        }

        return states.MoveToImmutable();
    }

    /// <summary>
    /// The checkout of an order that is about to fail: the steps before the decision are undone, those after it are not
    /// needed. A step without a record is undone too, because its command may still come.
    /// </summary>
    public static ImmutableArray<StepState> OfFailing(Saga saga, ImmutableArray<StepRecord?> records)
    {
        var rejected = Rejected(records);
        return [.. records.Select((record, place) =>
            Recorded(record) is { } state and not StepState.Done ? state
                : rejected >= 0 && place > rejected ? StepState.NotNeeded
                : record is null && CanReject(saga, place) ? StepState.Unknown
                : saga.IsBeforeDecision(place) ? StepState.Undoing
                : Recorded(record) ?? StepState.NotNeeded)];
    }

    /// <summary>
    /// The checkout of a failed order. It has left nothing behind: a step that is done, or still queued, is a fault.
    /// </summary>
    public static ImmutableArray<StepState> OfFailed(Saga saga, ImmutableArray<StepRecord?> records)
    {
        var rejected = Rejected(records);
        return [.. records.Select((record, place) => Recorded(record)
            ?? (record?.State is StepRecordState.Queued ? StepState.Waiting
                : record is null && rejected < 0 && CanReject(saga, place) ? StepState.Unknown
                : record is null && place < rejected ? StepState.Undone
                : StepState.NotNeeded))];
    }

    /// <summary>The checkout of a paid order: its row is the record of the steps up to the decision.</summary>
    public static ImmutableArray<StepState> OfPaid(Saga saga, ImmutableArray<StepRecord?> records) =>
        OfBegun(saga, [.. records.Select((record, place) =>
            record ?? (CanReject(saga, place) ? StepRecord.Done : null))]);

    /// <summary>
    /// The checkout of an order that is being cancelled. It no longer waits for the steps after the decision; one that
    /// is not done yet may be done all the same, or never.
    /// </summary>
    public static ImmutableArray<StepState> OfCancelled(Saga saga, ImmutableArray<StepRecord?> records) =>
        [.. OfPaid(saga, records).Select((state, place) =>
            CanReject(saga, place) || state is StepState.Done
                ? state
                : StepState.NotNeeded)];

    /// <summary>A saga that was not begun; the repair of a failed order can have done one step of it.</summary>
    public static ImmutableArray<StepState> OfUnbegun(ImmutableArray<StepRecord?> records) =>
        [.. records.Select(record =>
            record?.State is StepRecordState.Done ? StepState.Done : StepState.NotNeeded)];

    // The order waits for the decision once the steps before it are done. It has sent nothing after it, unless the
    // answer has come since its row was read.
    private static ImmutableArray<StepState> OfUndecided(
        Saga saga, ImmutableArray<StepState> states, bool isSettling) =>
        [.. states.Select((state, place) =>
            isSettling && saga.IsDecision(place) && state is not StepState.Done ? StepState.Waiting
            : state is not StepState.Unknown ? state
            : saga.IsDecision(place) && states.Take(place).All(before => before is StepState.Done) ? StepState.Waiting
            : CanReject(saga, place) || IsDecided(saga, states) ? state
            : StepState.NotYet)];

    private static bool IsDecided(Saga saga, ImmutableArray<StepState> states) =>
        states.Where((state, place) => saga.IsDecision(place) && state is StepState.Done).Any();

    // What a record proves by itself; null for a step that is not begun, or queued, or of which there is no news.
    private static StepState? Recorded(StepRecord? record) => record?.State switch
    {
        StepRecordState.Done => StepState.Done,
        StepRecordState.Undone => StepState.Undone,
        StepRecordState.Rejected => StepState.Rejected,
        StepRecordState.None or StepRecordState.Queued or null => null,
        var state => throw new InvalidOperationException($"{state} is no state of a record."),
    };

    private static bool CanReject(Saga saga, int place) => saga.IsBeforeDecision(place) || saga.IsDecision(place);

    private static int Rejected(ImmutableArray<StepRecord?> records) =>
        records.ToList().FindIndex(record => record?.State is StepRecordState.Rejected);

    private static bool IsDone(ImmutableArray<StepRecord?> records) =>
        records.Any(record => record?.State is StepRecordState.Done);
}
