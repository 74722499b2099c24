using System.Globalization;
using Cartwright.Faults.Books;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults.Crowds;

/// <summary>
/// One client with one connection: it orders scarce items for users with little credit, and calls all other endpoints
/// too. It runs until its connection ends.
/// </summary>
internal sealed class Shopper(Ledger ledger, Random random)
{
    private readonly List<OrderFact> _orders = [];

    public async Task RunAsync(Uri url, CancellationToken stop)
    {
        try
        {
            using var connection = await WireConnection.OpenAsync(url);
            while (!stop.IsCancellationRequested)
            {
                await StepAsync(connection);
            }
        }
        catch (UnansweredException end)
        {
            ledger.Ended(end);
        }
    }

    private Task StepAsync(WireConnection connection) => random.Next(100) switch
    {
        < 40 => OrderAsync(connection),
        < 50 => CancelAsync(connection),
        < 58 => TryAgainAsync(connection),
        < 70 => CreditAsync(connection, "add_funds", 1),
        < 80 => CreditAsync(connection, "pay", -1),
        < 90 => StockAsync(connection, "add", 1),
        < 94 => StockAsync(connection, "subtract", -1),
        _ => RepeatAsync(connection),
    };

    private async Task OrderAsync(WireConnection connection)
    {
        var user = random.Next(Ledger.Users);
        var answer = await connection.AskAsync(Call.Post($"/orders/create/{user}"));
        ledger.Answered();
        if (answer.IsNotServed)
        {
            return;
        }

        var order = ledger.Created(answer.Success().Member("order_id")!, user);
        for (var lines = random.Next(1, 4); lines > 0; lines--)
        {
            var item = random.Next(Ledger.Items);
            var name = item.ToString(CultureInfo.InvariantCulture);
            await ledger.RunAsync(
                connection, new LineOperation(order, name, ledger.Stock[item], random.Next(1, 3), Ledger.Price));
        }

        _orders.Add(order);
        if (order.HasLines)
        {
            await CheckOutAsync(connection, order);
        }
    }

    private async Task CheckOutAsync(WireConnection connection, OrderFact order)
    {
        order.CheckoutSent();
        await ledger.RunAsync(connection, new CheckoutOperation(order, KeyOrNone(), isImmediate: random.Next(3) == 0));
    }

    private async Task CancelAsync(WireConnection connection)
    {
        if (_orders.FindLast(order => order.Status == "paid") is { } paid)
        {
            await ledger.RunAsync(connection, new CancelOperation(paid, KeyOrNone()));
        }
    }

    private async Task TryAgainAsync(WireConnection connection)
    {
        if (_orders.FindLast(order => order.Status == "failed") is { } failed)
        {
            await CheckOutAsync(connection, failed);
        }
    }

    private Task<Answer> CreditAsync(WireConnection connection, string verb, int sign)
    {
        var (user, amount) = (random.Next(Ledger.Users), random.Next(1, 25));
        var call = new Call("POST", $"/payment/{verb}/{user}/{amount}", KeyOrNone());
        return ledger.RunAsync(connection, new BalanceOperation(call, ledger.Credit[user], sign * amount));
    }

    private Task<Answer> StockAsync(WireConnection connection, string verb, int sign)
    {
        var (item, amount) = (random.Next(Ledger.Items), random.Next(1, 5));
        var call = new Call("POST", $"/stock/{verb}/{item}/{amount}", KeyOrNone());
        return ledger.RunAsync(connection, new BalanceOperation(call, ledger.Stock[item], sign * amount));
    }

    // The same key gives the same answer also under load, not only at rest.
    private async Task RepeatAsync(WireConnection connection)
    {
        if (ledger.Keyed.LastOrDefault(operation => operation is BalanceOperation) is { } operation)
        {
            var again = await connection.AskAsync(operation.Call);
            ledger.Answered();
            if (!again.IsNotServed && again.Code != "request-in-progress")
            {
                Assert.Null(operation.Repeated(again));
            }
        }
    }

    private string? KeyOrNone() => random.Next(4) == 0 ? Guid.NewGuid().ToString("N") : null;
}
