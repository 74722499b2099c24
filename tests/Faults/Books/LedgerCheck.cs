using System.Text.Json;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults.Books;

/// <summary>Compares a shop at rest with every answer that its clients received.</summary>
internal static class LedgerCheck
{
    private const int ShownMax = 10;
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(60);

    /// <summary>Fails if an acknowledged answer is no longer true.</summary>
    public static async Task RunAsync(Uri url, Ledger ledger)
    {
        await FindOutAsync(url, ledger);
        List<string> wrong = [.. await OrdersAsync(url, ledger), .. await BalancesAsync(url, ledger)];
        Report(wrong);
        wrong = [.. await RepeatsAsync(url, ledger), .. await BalancesAsync(url, ledger)];
        Report(wrong);
    }

    private static void Report(List<string> wrong) =>
        Assert.True(wrong.Count == 0, $"{wrong.Count} are wrong:\n{string.Join('\n', wrong.Take(ShownMax))}");

    // An operation with a key and without an answer is sent again with its key: after that it has happened once, with
    // or without the first try.
    private static async Task FindOutAsync(Uri url, Ledger ledger)
    {
        var inDoubt = ledger.TakeKeyedInDoubt();
        var answers = await Bulk.AskAsync(url, [.. inDoubt.Select(operation => operation.Call)]);
        foreach (var (operation, answer) in inDoubt.Zip(answers))
        {
            Assert.False(answer.IsNotServed, answer.Essence);
            ledger.Told(operation, answer);
        }
    }

    private static async Task<List<string>> OrdersAsync(Uri url, Ledger ledger)
    {
        List<string> wrong = [];
        var open = ledger.Orders.ToList();
        await Eventually.TrueAsync("every checkout has an outcome", SettlePatience, async () =>
        {
            var answers = await Bulk.AskAsync(url, [.. open.Select(order => Call.Get($"/orders/find/{order.Id}"))]);
            List<OrderFact> left = [];
            foreach (var (order, answer) in open.Zip(answers))
            {
                using var json = JsonDocument.Parse(answer.Success().Body);
                if (json.RootElement.GetProperty("status").GetString() is "processing" or "cancelling")
                {
                    left.Add(order);
                }
                else if (order.See(json.RootElement) is { } fault)
                {
                    wrong.Add(fault);
                }
            }

            open = left;
            return open.Count == 0;
        });
        return wrong;
    }

    private static async Task<IEnumerable<string>> BalancesAsync(Uri url, Ledger ledger)
    {
        var credit = await Bulk.AskAsync(
            url, [.. ledger.Credit.Select((_, user) => Call.Get($"/payment/find_user/{user}"))]);
        var stock = await Bulk.AskAsync(
            url, [.. ledger.Stock.Select((_, item) => Call.Get($"/stock/find/{item}"))]);
        string?[] wrong =
        [
            .. ledger.Credit.Zip(credit).Select(pair => pair.First.See(pair.Second.Success().Number("credit"))),
            .. ledger.Stock.Zip(stock).Select(pair => pair.First.See(pair.Second.Success().Number("stock"))),
        ];
        return wrong.OfType<string>();
    }

    private static async Task<IEnumerable<string>> RepeatsAsync(Uri url, Ledger ledger)
    {
        var keyed = ledger.Keyed;
        var answers = await Bulk.AskAsync(url, [.. keyed.Select(operation => operation.Call)]);
        return keyed.Zip(answers).Select(pair => pair.First.Repeated(pair.Second)).OfType<string>();
    }
}
