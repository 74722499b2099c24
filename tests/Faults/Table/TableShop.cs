using Cartwright.Faults.Http;
using Cartwright.Faults.Processes;

namespace Cartwright.Faults.Table;

/// <summary>The shop that all bad requests are sent to, and what must not change of it.</summary>
public sealed class TableShop : IAsyncLifetime
{
    private readonly Folder _data = new();
    private readonly List<(string Name, string Value)> _names = [("{key}", "used-before")];
    private string[] _reads = [];
    private string _before = string.Empty;
    private ShopProcess _shop = null!;

    /// <summary>A client; a bad request may cost it its connection.</summary>
    internal Client Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await ShopProcess.StartWithAsync(_data.Path);
        Client = new Client(_shop.Url);
        var user = await NameAsync("{user}", "/payment/create_user", "user_id");
        var item = await NameAsync("{item}", "/stock/item/create/5", "item_id");
        await NameAsync("{empty}", $"/orders/create/{user}", "order_id");
        var order = await NameAsync("{order}", $"/orders/create/{user}", "order_id");
        var paid = await NameAsync("{paid}", $"/orders/create/{user}", "order_id");
        await DoAsync($"/payment/add_funds/{user}/1000");
        await DoAsync($"/stock/add/{item}/100", ("Idempotency-Key", "used-before"));
        await DoAsync($"/orders/addItem/{order}/{item}/2");
        await DoAsync($"/orders/addItem/{paid}/{item}/3");
        await DoAsync($"/orders/checkout/{paid}");

        // What a batch_init would make has the number 0.
        _reads =
        [
            $"/orders/find/{order}", $"/orders/find/{paid}", $"/stock/find/{item}", $"/payment/find_user/{user}",
            "/orders/find/0", "/stock/find/0", "/payment/find_user/0",
        ];
        _before = await ReadAsync();
    }

    /// <summary>The text with its names replaced.</summary>
    internal string Fill(string text) =>
        _names.Aggregate(text, (all, name) => all.Replace(name.Name, name.Value, StringComparison.Ordinal));

    /// <summary>Fails when something of the shop has changed, or the server has said anything.</summary>
    internal async Task RequireUnchangedAsync()
    {
        // The next row is measured against what this one left, so that only the culprit fails.
        var before = _before;
        _before = await ReadAsync();
        Assert.Equal(before, _before);
        Assert.Equal($"Cartwright is ready on {_shop.Url.OriginalString}", _shop.Said.Trim());
    }

    /// <summary>A connection of its own.</summary>
    internal Task<Connection> ConnectAsync() => Connection.OpenAsync(_shop.Url);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _shop.DisposeAsync();
        _data.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        List<string> bodies = [];
        foreach (var target in _reads)
        {
            var answer = await Client.GetAsync(target);
            bodies.Add(answer.IsSuccess ? answer.Body : answer.Code!);
        }

        return string.Join('\n', bodies);
    }

    private async Task<string> NameAsync(string name, string target, string member)
    {
        var id = (await DoAsync(target)).Text(member)!;
        _names.Add((name, id));
        return id;
    }

    private async Task<Answer> DoAsync(string target, params (string, string)[] headers)
    {
        var answer = await Client.PostAsync(target, headers);
        Assert.True(answer.IsSuccess, $"{target}: {answer}");
        return answer;
    }
}
