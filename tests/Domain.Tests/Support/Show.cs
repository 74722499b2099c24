using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Support;

/// <summary>States and messages as text for comparison: records with lists inside do not compare by value.</summary>
internal static class Show
{
    public static string Row(Key key, object? state) =>
        state is null ? $"{key} gone\n" : $"{key}\n{ColumnValues.Of(key.Table, state)}";

    public static string Message(Message message) => message switch
    {
        HoldCredit { Lines: { } lines } hold => $"HoldCredit {hold.Attempt}: {string.Join(", ", lines)}",
        TakeStock take => $"TakeStock {take.Attempt}: {string.Join(", ", take.Lines)}",
        ReturnStock giveBack => $"ReturnStock {giveBack.Attempt}: {string.Join(", ", giveBack.Lines)}",
        _ => message.ToString(),
    };

    /// <summary>A whole decision, with its rows in the order of their keys.</summary>
    public static string Decision(Decision decision) =>
        string.Concat(decision.Changes.OrderBy(change => change.Key).Select(change => Row(change.Key, change.State)))
        + string.Concat(decision.Messages.Select(message => $"sends {Message(message)}\n"))
        + $"replies {decision.Reply?.ToString() ?? "nothing"}";
}
