using System.Text.Json;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>
/// A user, an item and an order that exist in the shop: the values of parameters that are not under test.
/// </summary>
internal sealed class Goods
{
    private readonly Dictionary<string, string> _values;

    private Goods(string user, string item, string order) => _values = new Dictionary<string, string>
    {
        ["user_id"] = user,
        ["item_id"] = item,
        ["order_id"] = order,
    };

    /// <summary>Makes new ones.</summary>
    /// <param name="wire">The shop.</param>
    /// <param name="isPaid">Whether the order is paid, and not open.</param>
    public static async Task<Goods> CreateAsync(WireClient wire, bool isPaid)
    {
        var user = await NumberOfAsync(wire, "/payment/create_user", "user_id");
        var item = await NumberOfAsync(wire, "/stock/item/create/3", "item_id");
        var order = await NumberOfAsync(wire, $"/orders/create/{user}", "order_id");
        await PostAsync(wire, $"/payment/add_funds/{user}/1000");
        await PostAsync(wire, $"/stock/add/{item}/1000");
        await PostAsync(wire, $"/orders/addItem/{order}/{item}/2");
        if (isPaid)
        {
            await PostAsync(wire, $"/orders/checkout/{order}", ("Prefer", "wait=30"));
        }

        return new Goods(user, item, order);
    }

    /// <summary>The user.</summary>
    public string User => _values["user_id"];

    /// <summary>Puts their numbers in the places of a path.</summary>
    public string Fill(string path)
    {
        foreach (var (name, value) in _values)
        {
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return path.Contains('{') ? throw new InvalidOperationException($"{path} has a name without a value.") : path;
    }

    /// <summary>Whether a parameter of this name has one of their numbers.</summary>
    public static bool Has(string name) => name is "user_id" or "item_id" or "order_id";

    private static async Task<string> NumberOfAsync(WireClient wire, string path, string member)
    {
        using var body = JsonDocument.Parse((await PostAsync(wire, path)).Body);
        return body.RootElement.GetProperty(member).GetString()!;
    }

    private static async Task<WireAnswer> PostAsync(
        WireClient wire, string path, params (string Name, string Value)[] headers)
    {
        var answer = await wire.SendAsync(new WireRequest("POST", path, headers, Body: null));
        Assert.True(answer.Status == 200, $"POST {path}: {answer.Status} {answer.Body}");
        return answer;
    }
}
