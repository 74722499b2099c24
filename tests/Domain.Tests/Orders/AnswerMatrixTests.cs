using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>
/// Every answer, payment's question, and an operator's repair, combined with every status of an order towards the
/// attempt in question.
/// </summary>
public sealed class AnswerMatrixTests
{
    // missing: no such order. reset: re-created. other: paid by a later attempt. before: the attempt before the one in
    // flight. An effect in the cell stands for a whole decision, see ThenOf; "-" is no effect, "!" is impossible.
    private const string Matrix = """
                       missing reset   other   running failing failed before paid    cancelling cancelled
        CreditHeld     cancel  cancel  cancel  take    void    void   void   capture capture    capture
        CreditDeclined -       -       -       failed  noted   -      -      !       !          !
        CreditVoided   -       -       -       !       noted   -      -      !       !          !
        StockTaken     capture capture capture paid    !       !      !      capture capture    capture
        StockRefused   void    void    void    failing void    void   void   !       !          !
        StockCancelled void    void    void    timeout void    void   void   !       !          !
        StockReturned  -       -       -       !       -       -      -      !       refund     -
        CreditRefunded -       -       -       !       !       !      !      !       cancelled  -
        AskOutcome     cancel  cancel  cancel  -       void    void   void   capture capture    capture
        ReturnTaken    !       !       !       !       repair  repair repair !       !          !
        """;

    public static TheoryData<string, string, string> Cells()
    {
        var lines = Matrix.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var cells = new TheoryData<string, string, string>();
        foreach (var line in lines.Skip(1))
        {
            foreach (var (standing, effect) in lines[0].Zip(line.Skip(1)))
            {
                cells.Add(line[0], standing, effect);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_answer_is_decided_in_every_standing(string answer, string standing, string effect)
    {
        var given = Case.That($"{answer} × {standing}").When(AnswerOf(answer, Sample.Attempt));
        if (OrderOf(standing) is { } order)
        {
            given.Given(Order.KeyOf(Sample.Order), order);
        }

        ThenOf(effect, given).Check(ShopServices.Order);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_attempt_known_with_another_user_or_amount_is_impossible(
        string answer, string standing, string effect)
    {
        Assert.NotEmpty(effect);
        if (OrderOf(standing) is not { } order || order.Attempt != Sample.Id || standing is "failed")
        {
            return;
        }

        Attempt[] foreign = [Sample.Attempt with { Amount = 51 }, Sample.Attempt with { User = new UserId(8) }];
        foreach (var attempt in foreign)
        {
            Case.That("foreign").Given(Order.KeyOf(Sample.Order), order).When(AnswerOf(answer, attempt))
                .IsImpossible().Check(ShopServices.Order);
        }
    }

    // The earlier looks asked for something else: with their count, the void would first be repeated a minute later.
    [Fact]
    public void The_looks_after_a_rejection_begin_anew() => Case.That("rejected after five looks")
        .Given(
            Order.KeyOf(Sample.Order),
            Sample.Running with { Looks = 5, Due = Sample.Now + 60_000 })
        .When(new StockRefused(Sample.Attempt, Reason.OutOfStock, Sample.Pear))
        .Then(Order.KeyOf(Sample.Order), Sample.Failing with { Looks = 0, Due = Sample.Now + Backoff.FirstMs })
        .Sends(new VoidCredit(Sample.Attempt))
        .Check(ShopServices.Order);

    private static Message AnswerOf(string answer, Attempt attempt) => answer switch
    {
        nameof(CreditHeld) => new CreditHeld(attempt),
        nameof(CreditDeclined) => new CreditDeclined(attempt, Reason.InsufficientCredit),
        nameof(CreditVoided) => new CreditVoided(attempt),
        nameof(StockTaken) => new StockTaken(attempt),
        nameof(StockRefused) => new StockRefused(attempt, Reason.UnknownItem, Sample.Apple),
        "StockCancelled" => new StockRefused(attempt, Reason.Cancelled),
        nameof(ReturnTaken) => new ReturnTaken(attempt),
        nameof(StockReturned) => new StockReturned(attempt),
        nameof(CreditRefunded) => new CreditRefunded(attempt),
        _ => new AskOutcome(attempt),
    };

    private static Order? OrderOf(string standing) => standing switch
    {
        "missing" => null,
        "reset" => Sample.Open,
        "other" => Sample.Paid with { Attempt = new AttemptId(300), FailedAttempt = new AttemptId(200) },
        "running" => Sample.Running,
        "failing" => Sample.Failing,
        "failed" => Sample.Failed,
        "before" => Sample.Running with
        {
            Attempt = new AttemptId(200),
            Total = 90,
            FailedAttempt = Sample.Id,
            FailedReason = Reason.OutOfStock,
        },
        "paid" => Sample.Paid,
        "cancelling" => Sample.Cancelling,
        _ => Sample.Cancelled,
    };

    private static Case ThenOf(string effect, Case given)
    {
        var key = Order.KeyOf(Sample.Order);
        var attempt = Sample.Attempt;
        return effect switch
        {
            "-" => given,
            "!" => given.IsImpossible(),
            "take" => given.Sends(Sample.Take),
            "repair" => given.Sends(new VoidCredit(attempt, ReturnsStock: true)),
            "void" => given.Sends(new VoidCredit(attempt)),
            "capture" => given.Sends(new CaptureCredit(attempt)),
            "cancel" => given.Sends(new CancelAttempt(attempt)),
            "refund" => given.Sends(new RefundCredit(attempt)),
            "paid" => given.Then(key, Sample.Paid with { UpdatedAt = Sample.Now }).Sends(new CaptureCredit(attempt)),
            "failed" => given.Then(key, FailedBy(Reason.InsufficientCredit, null)),
            "noted" => given.Then(key, FailedBy(Reason.OutOfStock, Sample.Pear)),
            "failing" => given
                .Then(key, Sample.Running with { Reason = Reason.UnknownItem, ReasonItem = Sample.Apple })
                .Sends(new VoidCredit(attempt)),
            "timeout" => given
                .Then(key, Sample.Running with { Reason = Reason.Timeout }).Sends(new VoidCredit(attempt)),
            _ => given.Then(key, Sample.Cancelled with { UpdatedAt = Sample.Now }),
        };
    }

    private static Order FailedBy(Reason reason, ItemId? item) =>
        Sample.Failed with { Reason = reason, ReasonItem = item, UpdatedAt = Sample.Now };
}
