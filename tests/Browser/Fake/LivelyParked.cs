using System.Collections.Concurrent;
using System.Text;
using Cartwright.Admin;
using Cartwright.Admin.Parked;

namespace Cartwright.Browser.Fake;

/// <summary>Parked messages of two services: with and without a text, and the record of a repair.</summary>
internal sealed class LivelyParked : IParkedAdmin
{
    private readonly ConcurrentDictionary<(string Service, string Id), ParkedDetail> _messages = [];
    private readonly TimeProvider _time;

    public LivelyParked(TimeProvider time)
    {
        _time = time;
        var at = Now - 95_000;
        for (var attempt = 0; attempt < 14; attempt++)
        {
            Add(new ParkedDetail
            {
                Id = $"take-stock.v1/{117_695_186_157_241_000 + attempt}",
                Service = "stock",
                Type = "take-stock.v1",
                Origin = $"Order 3@{118 + attempt}",
                Error = "InvalidOperationException: The item has no price.",
                At = at + (attempt * 1_000),
                Body = "{\"attempt\":\"117695186157241000\",\"lines\":[{\"item\":\"7\"}]}",
                IsBase64 = false,
            });
        }

        Add(new ParkedDetail
        {
            Id = "unreadable/stock-0@77", Service = "stock", Type = "unreadable", Origin = "inbox 0@77",
            Error = "JsonException: '0x00' is an invalid start of a value.", At = at - 4_000_000,
            Body = Convert.ToBase64String([0, 1, 2, .. Encoding.UTF8.GetBytes("<script>alert(1)</script>"), 0xff]),
            IsBase64 = true,
        });
        Add(new ParkedDetail
        {
            Id = "credit-held.v1/117695186157241050", Service = "order", Type = "credit-held.v1",
            Origin = "Payment 2@5",
            Error = "The order has failed.", At = at, Body = "{}", IsBase64 = false,
        });
        Add(new ParkedDetail
        {
            Id = "stock-taken.v1/117695186157241099", Service = "order", Type = "stock-taken.v1", Origin = "Stock 1@9",
            Error = "The order has failed.", At = at, Body = "{}", IsBase64 = false, ReturnReason = "restored",
            ReturnedAt = at,
        });
    }

    /// <summary>The actions, in order.</summary>
    public ConcurrentQueue<(string Verb, ParkedChoice Choice, OperatorAction Action)> Actions { get; } = [];

    public int Count => _messages.Count;

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<ParkedPage> ListAsync(ParkedQuery query, CancellationToken cancellation)
    {
        var found = _messages.Values
            .Where(message => query.Service is null || message.Service == query.Service)
            .Where(message => query.Type is null || message.Type == query.Type)
            .Where(message => query.Error is null
                || message.Error.Contains(query.Error, StringComparison.OrdinalIgnoreCase))
            .OrderBy(message => message.At)
            .ToList();
        var groups = found
            .GroupBy(message => (message.Service, message.Type, message.Error))
            .Select(group => new ParkedGroup(
                group.Key.Service, group.Key.Type, group.Key.Error, group.Count(), group.Min(message => message.At)))
            .OrderByDescending(group => group.Count)
            .ToList();
        return Task.FromResult(new ParkedPage(
            Now, found.Count, groups, [.. found.Take(query.Limit)], null, ["parked:take-stock.v1/8"], ["payment"]));
    }

    public Task<ParkedDetail?> FindAsync(string service, string id, CancellationToken cancellation) =>
        Task.FromResult(_messages.GetValueOrDefault((service, id)));

    public Task<ActionOutcome> ReplayAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation)
    {
        Actions.Enqueue(("replay", choice, action));
        var chosen = ChosenBy(choice);
        chosen.ForEach(message => _messages[(message.Service, message.Id)] = message with { Due = Now });
        return Task.FromResult(new ActionOutcome(chosen.Count, []));
    }

    public Task<ActionOutcome> DropAsync(ParkedChoice choice, OperatorAction action, CancellationToken cancellation)
    {
        Actions.Enqueue(("drop", choice, action));
        var chosen = ChosenBy(choice);
        chosen.ForEach(message => _messages.TryRemove((message.Service, message.Id), out _));
        return Task.FromResult(new ActionOutcome(chosen.Count, ["payment"]));
    }

    private List<ParkedDetail> ChosenBy(ParkedChoice choice) =>
    [
        .. _messages.Values
            .Where(message => choice.Service is null || message.Service == choice.Service)
            .Where(message => choice.Ids?.Contains(message.Id) ?? true)
            .Where(message => choice.Type is null || message.Type == choice.Type)
            .Where(message => choice.Error is null || message.Error == choice.Error),
    ];

    private void Add(ParkedDetail message) => _messages[(message.Service, message.Id)] = message;
}
