using Cartwright.Faults.Wire;

namespace Cartwright.Faults.Books;

/// <summary>A request that changes state, and the meaning of its answer.</summary>
internal abstract class Operation(Call call)
{
    public Call Call { get; } = call;

    /// <summary>The answer, if the call has a key: a repeat must return it again.</summary>
    public Answer? First { get; set; }

    /// <summary>The complete answer of a request that was served.</summary>
    public abstract void Told(Answer answer);

    /// <summary>The request was sent, and its effect is unknown.</summary>
    public abstract void NotTold();

    /// <summary>Null, or the contradiction in the answer to a repeat with the same key.</summary>
    public virtual string? Repeated(Answer again) =>
        again.Essence == First!.Essence ? null : $"{Call} was answered {First.Essence}, and then {again.Essence}";
}

/// <summary>Adds to a user's credit or an item's stock, or subtracts from it.</summary>
internal sealed class BalanceOperation(Call call, Balance balance, long change) : Operation(call)
{
    public override void Told(Answer answer)
    {
        if (answer.Status == 200)
        {
            balance.Changed(change);
            return;
        }

        Assert.True(change < 0 && answer.Code is "insufficient-credit" or "out-of-stock", answer.Essence);
    }

    public override void NotTold() => balance.MayHaveChanged(change);
}

/// <summary>Adds a line to an order.</summary>
internal sealed class LineOperation(OrderFact order, string item, Balance stock, long quantity, long price)
    : Operation(Call.Post($"/orders/addItem/{order.Id}/{item}/{quantity}"))
{
    public override void Told(Answer answer)
    {
        Assert.Equal(200, answer.Status);
        order.LineAdded(item, stock, quantity, quantity * price);
    }

    public override void NotTold() => order.LineInDoubt(item, stock, quantity, quantity * price);
}

/// <summary>Checks an order out.</summary>
internal sealed class CheckoutOperation(OrderFact order, string? key, bool isImmediate)
    : Operation(new Call("POST", $"/orders/checkout/{order.Id}", key, isImmediate))
{
    private readonly int _number = order.Checkouts;

    public override void Told(Answer answer)
    {
        if (answer.Status is 200 or 202)
        {
            order.Told(answer.Member("status")!, answer.Member("attempt"));
            return;
        }

        Assert.True(answer.Code is "out-of-stock" or "insufficient-credit", answer.Essence);
        order.Told("failed", attempt: null);
    }

    public override void NotTold() => order.InDoubt(Doubt.Checkout);

    // After later attempts have failed too, the order no longer has this attempt, and a repeat is answered
    // `attempt-superseded`.
    public override string? Repeated(Answer again) => again.Code switch
    {
        "order-cancelled" when order.Status is "cancelling" or "cancelled" => null,
        "attempt-superseded" when order.Checkouts > _number => null,
        _ when First!.Status == 202 => null,
        _ => base.Repeated(again),
    };
}

/// <summary>Cancels a paid order.</summary>
internal sealed class CancelOperation(OrderFact order, string? key)
    : Operation(new Call("POST", $"/orders/cancel/{order.Id}", key))
{
    public override void Told(Answer answer)
    {
        Assert.True(answer.Status is 200 or 202, answer.Essence);
        order.Told(answer.Member("status")!, answer.Member("attempt"));
    }

    public override void NotTold() => order.InDoubt(Doubt.Cancel);

    public override string? Repeated(Answer again) => First!.Status == 202 ? null : base.Repeated(again);
}
