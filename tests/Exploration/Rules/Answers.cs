using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Rules;

/// <summary>Which messages about one attempt exclude each other, in every order of events.</summary>
internal static class Answers
{
    public static bool Contradict(Message first, Message second) =>
        OneWay(first, second) || OneWay(second, first);

    private static bool OneWay(Message first, Message second) => (first, second) switch
    {
        (StockTaken yes, StockRefused no) => yes.Attempt.Id == no.Attempt.Id,
        (StockRefused no, StockRefused other) =>
            no.Attempt.Id == other.Attempt.Id && (no.Reason != other.Reason || no.Item != other.Item),
        (CreditHeld yes, CreditDeclined no) => yes.Attempt.Id == no.Attempt.Id,
        (TakeStock yes, CreditDeclined no) => yes.Attempt.Id == no.Attempt.Id,
        (CreditDeclined no, CreditDeclined other) =>
            no.Attempt.Id == other.Attempt.Id && no.Reason != other.Reason,
        (CaptureCredit yes, VoidCredit no) => yes.Attempt.Id == no.Attempt.Id,
        (RefundCredit yes, VoidCredit no) => yes.Attempt.Id == no.Attempt.Id,
        _ => false,
    };
}
