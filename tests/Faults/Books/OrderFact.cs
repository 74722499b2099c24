using System.Text.Json;

namespace Cartwright.Faults.Books;

/// <summary>The possible effects of a request about an order that got no answer.</summary>
internal enum Doubt
{
    None,
    Checkout,
    Cancel,
}

/// <summary>An order as its only client knows it. Answers about it change the balances too.</summary>
internal sealed class OrderFact(string id, Balance credit)
{
    private readonly Dictionary<string, long> _lines = [];
    private readonly Dictionary<string, Balance> _stock = [];
    private Doubt _doubt;
    private (string Item, Balance Stock, long Quantity, long Cost)? _doubtfulLine;
    private long _total;
    private string? _attempt;

    public string Id => id;

    public string Status { get; private set; } = "open";

    /// <summary>The number of checkouts of the order.</summary>
    public int Checkouts { get; private set; }

    public bool HasLines => _lines.Count > 0;

    public void LineAdded(string item, Balance stock, long quantity, long cost)
    {
        _stock[item] = stock;
        _lines[item] = _lines.GetValueOrDefault(item) + quantity;
        _total += cost;
    }

    public void LineInDoubt(string item, Balance stock, long quantity, long cost) =>
        _doubtfulLine = (item, stock, quantity, cost);

    public void InDoubt(Doubt doubt) => _doubt = doubt;

    public void CheckoutSent() => Checkouts++;

    /// <summary>An answer has stated the order's status.</summary>
    public void Told(string status, string? attempt)
    {
        var sold = IsSold(status) ? 1 : 0;
        var change = sold - (IsSold(Status) ? 1 : 0);
        if (change != 0)
        {
            credit.Changed(-change * _total);
            foreach (var (item, quantity) in _lines)
            {
                _stock[item].Changed(-change * quantity);
            }
        }

        (Status, _attempt, _doubt) = (status, attempt, Doubt.None);
    }

    /// <summary>
    /// Compares an order at rest with the answers, and adopts it. Returns null, or the contradiction.
    /// </summary>
    public string? See(JsonElement order)
    {
        var status = order.GetProperty("status").GetString()!;
        var attempt = order.GetProperty("attempt").GetString();
        var wrong = WrongStatus(status) ?? WrongAttempt(status, attempt) ?? WrongLines(order);
        if (order.GetProperty("paid").GetBoolean() != (status == "paid"))
        {
            wrong ??= "its `paid` contradicts its status";
        }

        if (wrong is not null)
        {
            return $"Order {id}, known as {Status} {_attempt} (doubt: {_doubt}), is {order}: {wrong}";
        }

        Told(status, attempt);
        return null;
    }

    private string? WrongStatus(string seen)
    {
        string[] may = (Status, _doubt) switch
        {
            ("processing", _) => ["paid", "failed"],
            ("cancelling", _) => ["cancelled"],
            (_, Doubt.Checkout) => [Status, "paid", "failed"],
            (_, Doubt.Cancel) => [Status, "cancelled"],
            _ => [Status],
        };
        return may.Contains(seen) ? null : $"it may only be {string.Join(" or ", may)}";
    }

    private string? WrongAttempt(string status, string? seen) => (_attempt, _doubt) switch
    {
        (null, _) => null,
        (_, Doubt.Checkout) => status == "paid" && seen == _attempt ? "the attempt that had failed is paid" : null,
        _ => seen == _attempt ? null : "it is another attempt",
    };

    // A line in doubt is adopted if the order has it.
    private string? WrongLines(JsonElement order)
    {
        var seen = order.GetProperty("items").EnumerateArray().ToDictionary(
            line => line[0].GetString()!, line => line[1].GetInt64());
        if (_doubtfulLine is { } line && !Same(seen, _lines))
        {
            LineAdded(line.Item, line.Stock, line.Quantity, line.Cost);
        }

        _doubtfulLine = null;
        return Same(seen, _lines) && order.GetProperty("total_cost").GetInt64() == _total
            ? null
            : "its lines are others";
    }

    private static bool IsSold(string status) => status == "paid";

    private static bool Same(Dictionary<string, long> left, Dictionary<string, long> right) =>
        left.Count == right.Count && left.All(line => right.GetValueOrDefault(line.Key) == line.Value);
}
