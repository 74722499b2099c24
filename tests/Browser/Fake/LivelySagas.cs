using System.Collections.Concurrent;
using System.Globalization;
using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;

namespace Cartwright.Browser.Fake;

/// <summary>Orders in all states.</summary>
internal sealed class LivelySagas(TimeProvider time) : ISagaAdmin
{
    private const string SoFar = "not-needed-so-far";

    /// <summary>An order that waits for stock, of which no node answers.</summary>
    public const long Waiting = 117_695_186_157_240_334;

    /// <summary>An order in the waiting room of its user's account.</summary>
    public const long Queued = 117_695_186_157_240_335;

    /// <summary>An order that ran out of stock.</summary>
    public const long Failed = 117_695_186_157_240_336;

    /// <summary>An order that was cancelled.</summary>
    public const long Cancelled = 117_695_186_157_240_337;

    /// <summary>The unfinished order that moved the longest ago.</summary>
    public const long Oldest = Waiting + (4 * (UnfinishedCount - 1));

    private const string ScarceItem = "117695186157200007";
    private const int UnfinishedCount = 30;
    private readonly long _began = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The reasons of all pushes.</summary>
    public ConcurrentQueue<OperatorAction> Pushes { get; } = [];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<SagaPage> ListAsync(SagaQuery query, CancellationToken cancellation)
    {
        var all = Enumerable.Range(0, UnfinishedCount).Select(place => DetailOf(Waiting + (4 * place), place))
            .Concat(Enumerable.Range(1, 3).Select(place => DetailOf(Waiting + place, 0)));
        var found = all
            .Where(saga => query.Status is { } status
                ? saga.Status.Equals(status.ToString(), StringComparison.OrdinalIgnoreCase)
                : saga.NextLook is not null)
            .Where(saga => query.OlderThanMs is not { } older || Now - saga.UpdatedAt > older)
            .Where(saga => query.User is not { } user || saga.UserId == $"{user}")
            .Where(saga => query.Item is not { } item || saga.Lines.Any(line => line.ItemId == $"{item}"))
            .OrderBy(saga => saga.UpdatedAt)
            .ToList();
        var skipped = int.Parse(query.Cursor ?? "0", CultureInfo.InvariantCulture);
        var page = found.Skip(skipped).Take(query.Limit).ToList();
        var next = skipped + page.Count;
        return Task.FromResult(new SagaPage(Now, page, next < found.Count ? $"{next}" : null, []));
    }

    public Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation) => Task.FromResult(
        order.Value is >= Waiting and < Waiting + (4 * UnfinishedCount)
            ? DetailOf(order.Value, (int)((order.Value - Waiting) / 4))
            : null);

    public Task<ActionOutcome?> PushAsync(OrderId order, OperatorAction action, CancellationToken cancellation)
    {
        Pushes.Enqueue(action);
        return Task.FromResult<ActionOutcome?>(new ActionOutcome(1, []));
    }

    private SagaDetail DetailOf(long order, int place) => ((order - Waiting) % 4) switch
    {
        1 => Common(order, place, "processing", isOpen: true) with
        {
            Checkout =
            [
                Hold("waiting", SoFar) with { Place = 3, HeldBy = ["117695186157240300", "117695186157240301"] },
                Take("not-yet"),
                Capture("not-yet"),
            ],
        },
        2 => Common(order, place, "failed", isOpen: false) with
        {
            Reason = "out-of-stock",
            ReasonItem = ScarceItem,
            Checkout =
            [
                Hold("undone", "done"),
                Take("rejected") with { Reason = "out-of-stock", ReasonItem = ScarceItem },
                Capture("not-needed"),
            ],
        },
        3 => Common(order, place, "cancelled", isOpen: false) with
        {
            Checkout = [Hold("done", "not-needed"), Take("done"), Capture("done")],
            Cancel = [Return("done"), Refund("done")],
        },
        _ => Common(order, place, "processing", isOpen: true) with
        {
            Checkout =
            [
                Hold("done", SoFar) with { CreditLeft = 40 },
                Take("waiting") with { OnItsWay = IsPastDeadline(place) ? "cancel-attempt.v1" : "take-stock.v1" },
                Capture("not-yet"),
            ],
            Silent = ["stock"],
        },
    };

    // Each order has moved nine seconds before the one in front of it; the deadline is after thirty.
    private static bool IsPastDeadline(int place) => place > 3;

    private SagaDetail Common(long order, int place, string status, bool isOpen)
    {
        var moved = _began - 2_100 - (place * 9_000L);
        return new SagaDetail
        {
            OrderId = $"{order}",
            Status = status,
            UserId = $"{117_695_186_157_249_000 + (place % 5)}",
            Amount = 60 + place,
            Lines = [new SagaLine(ScarceItem, 2, 40 + place), new SagaLine("117695186157200008", 1, 20)],
            AttemptId = $"{order + 1_000}",
            UpdatedAt = moved,
            Deadline = isOpen ? moved + 30_000 : null,
            Looks = isOpen ? 1 + place : 0,
            NextLook = isOpen ? Now + 1_200 : null,
            Now = Now,
            IsOpen = isOpen,
            Checkout = [],
            Cancel = [Return("not-needed"), Refund("not-needed")],
            Silent = [],
        };
    }

    private SagaStepReport Hold(string state, string undo) =>
        StepOf("hold credit", "payment", state, "hold-credit.v1", "credit-held.v1") with
        {
            Undo = "void-credit.v1",
            UndoAnswer = "credit-voided.v1",
            UndoState = undo,
        };

    private SagaStepReport Take(string state) => StepOf(
        "take stock", "stock", state, "take-stock.v1", state is "rejected" ? "stock-refused.v1" : "stock-taken.v1");

    private SagaStepReport Capture(string state) =>
        StepOf("capture credit", "payment", state, "capture-credit.v1", answer: null);

    private SagaStepReport Return(string state) =>
        StepOf("return stock", "stock", state, "return-stock.v1", "stock-returned.v1");

    private SagaStepReport Refund(string state) =>
        StepOf("refund credit", "payment", state, "refund-credit.v1", "credit-refunded.v1");

    private SagaStepReport StepOf(string name, string service, string state, string command, string? answer) => new()
    {
        Name = name,
        Service = service,
        State = state,
        Command = command,
        Answer = answer,
        OnItsWay = state is "waiting" ? command : null,
        Since = state is "not-yet" or "not-needed" ? null : _began - 1_900,
    };
}
