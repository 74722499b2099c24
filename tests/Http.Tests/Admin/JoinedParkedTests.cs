using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parked;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Admin;

/// <summary>The parked messages of three services as one list, over HTTP.</summary>
public sealed class JoinedParkedTests : IAsyncLifetime
{
    private static readonly OperatorAction Why = new("a test", "the test");
    private static readonly string[] Services = ["order", "stock", "payment"];

    private readonly ConcurrentDictionary<string, List<ParkedSummary>> _parked = new(
        Services.Select(service => KeyValuePair.Create(service, new List<ParkedSummary>())));

    private readonly Dictionary<string, AdminDouble> _nodes = [];
    private JoinedShopAdmin _shop = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var service in Services)
        {
            _nodes[service] = await AdminDouble.StartAsync(service);
            _nodes[service].Answer = request => (200, PageOf(service, request));
        }

        _shop = new JoinedShopAdmin(
            [.. _nodes.Values.Select(node => node.Url)],
            NodeCredentials.None,
            () => new NodeReport { Name = "gateway", IsReady = true },
            NullLoggerFactory.Instance,
            new FakeTimeProvider());
    }

    // Ages are drawn so that each page takes another number of each service.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task Pages_have_each_message_once_the_longest_parked_first(int limit)
    {
        var random = new Random(limit);
        foreach (var number in Enumerable.Range(0, 40))
        {
            Park(Services[random.Next(10) switch { < 6 => 0, < 9 => 1, _ => 2 }], number, at: random.Next(20));
        }

        var read = await ReadAllAsync(limit, _ => { });

        Assert.Equal(
            _parked.Values.SelectMany(own => own)
                .OrderBy(message => message.At)
                .ThenBy(message => message.Service, StringComparer.Ordinal)
                .ThenBy(message => message.Id, StringComparer.Ordinal)
                .Select(message => message.Id),
            read);
    }

    // Replayed or dropped between two pages, as an operator does.
    [Fact]
    public async Task A_message_that_disappears_between_two_pages_moves_no_other()
    {
        foreach (var number in Enumerable.Range(0, 30))
        {
            Park(Services[number % 3], number, at: number);
        }

        var read = await ReadAllAsync(limit: 5, page => Remove(page.Messages[^1], page.Messages[^2]));

        Assert.Equal(30, read.Distinct().Count());
        Assert.Equal(30, read.Count);
    }

    [Fact]
    public async Task Counts_and_groups_are_of_all_pages()
    {
        foreach (var number in Enumerable.Range(0, 10))
        {
            Park(Services[number % 2], number, at: number);
        }

        var first = await _shop.Parked.ListAsync(new ParkedQuery { Limit = 4 }, Stop);
        var second = await _shop.Parked.ListAsync(new ParkedQuery { Limit = 4, Cursor = first.Cursor }, Stop);

        foreach (var page in (ParkedPage[])[first, second])
        {
            Assert.Equal(10, page.Count);
            Assert.Equal(
                [("order", 5), ("stock", 5)], page.Groups.Select(group => (group.Service, group.Count)).Order());
            Assert.Equal(["order:x"], page.Unreadable);
        }
    }

    [Fact]
    public async Task A_silent_service_is_named_and_the_rest_is_shown()
    {
        Park("order", 1, at: 1);
        Park("stock", 2, at: 2);
        await _nodes["order"].DisposeAsync();

        var page = await _shop.Parked.ListAsync(new ParkedQuery(), Stop);

        Assert.Equal(["stock"], page.Messages.Select(message => message.Service));
        Assert.Equal((1, null), (page.Count, page.Cursor));
        Assert.Equal(["order"], page.Silent);
    }

    [Fact]
    public async Task One_service_is_asked_alone_with_every_condition()
    {
        await _shop.Parked.ListAsync(
            new ParkedQuery { Service = "stock", Type = "take-stock.v1", Error = "a b", Limit = 9 }, Stop);
        Assert.Equal(
            ["GET parked?service=stock&type=take-stock.v1&error=a%20b&limit=9"], _nodes["stock"].Requests);
        Assert.Empty(_nodes["order"].Requests);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("e30x")]
    [InlineData("bnVsbA")]
    public async Task A_text_that_is_no_cursor_is_rejected(string cursor)
    {
        await Assert.ThrowsAsync<QueryFault>(
            () => _shop.Parked.ListAsync(new ParkedQuery { Cursor = cursor }, Stop));
        Assert.All(_nodes.Values, node => Assert.Empty(node.Requests));
    }

    [Theory]
    [InlineData("""{"order":null}""")]
    [InlineData("""{"order":{}}""")]
    [InlineData("""{"order":{"at":1}}""")]
    [InlineData("""{"order":{"id":"a/1"}}""")]
    [InlineData("""{"order":{"at":"1","id":"a/1"}}""")]
    [InlineData("""{"depot":{"at":1,"id":"a/1"}}""")]
    [InlineData("[]")]
    public Task An_object_that_no_page_gave_is_no_cursor(string cursor) =>
        A_text_that_is_no_cursor_is_rejected(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(cursor)));

    [Fact]
    public async Task An_unknown_service_is_rejected()
    {
        await Assert.ThrowsAsync<QueryFault>(() => _shop.Parked.FindAsync("till", "id", Stop));
        await Assert.ThrowsAsync<QueryFault>(
            () => _shop.Parked.ListAsync(new ParkedQuery { Service = "till" }, Stop));
    }

    [Fact]
    public async Task A_message_is_found_at_its_service()
    {
        _nodes["stock"].Answer = request => request.EndsWith("id=a%2F1", StringComparison.Ordinal)
            ? (200, Detail)
            : (404, new { code = "unknown-message", detail = "none" });
        Assert.Equal(Detail, await _shop.Parked.FindAsync("stock", "a/1", Stop));
        Assert.Null(await _shop.Parked.FindAsync("stock", "a/2", Stop));
        Assert.Equal("GET parked/message?service=stock&id=a%2F1", _nodes["stock"].Requests[0]);
    }

    [Fact]
    public async Task An_action_goes_to_each_service_and_its_effects_are_added_up()
    {
        _nodes["order"].Answer = _ => (200, new ActionOutcome(3, []));
        _nodes["stock"].Answer = _ => null;
        _nodes["payment"].Answer = _ => (503, new { code = "database-unavailable", detail = "away" });

        var outcome = await _shop.Parked.ReplayAsync(new ParkedChoice { Type = "take-stock.v1" }, Why, Stop);

        Assert.Equal(3, outcome.Changed);
        Assert.Equal(["payment"], outcome.Silent);
        Assert.Equal(["stock"], outcome.Unknown);
        foreach (var service in Services)
        {
            Assert.Equal(
                [$$"""POST parked/replay {"reason":"a test","service":"{{service}}","type":"take-stock.v1"}"""],
                _nodes[service].Requests);
        }
    }

    // The node has answered, and its database has not.
    [Fact]
    public async Task A_service_that_is_silent_at_its_node_is_silent_at_the_gateway()
    {
        _nodes["order"].Answer = _ => (200, new ActionOutcome(3, []));
        _nodes["stock"].Answer = _ => (200, new ActionOutcome(0, ["stock"]));
        _nodes["payment"].Answer = _ => (503, new { code = "service-unavailable", detail = "away" });

        var outcome = await _shop.Parked.DropAsync(new ParkedChoice { All = true }, Why, Stop);

        Assert.Equal(3, outcome.Changed);
        Assert.Equal(["payment", "stock"], outcome.Silent.Order());
    }

    [Fact]
    public async Task No_choice_is_sent_to_no_service()
    {
        await Assert.ThrowsAsync<QueryFault>(() => _shop.Parked.DropAsync(new ParkedChoice(), Why, Stop));
        Assert.All(_nodes.Values, node => Assert.Empty(node.Requests));
    }

    [Fact]
    public async Task An_action_on_one_service_asks_no_other()
    {
        _nodes["stock"].Answer = _ => (200, new ActionOutcome(2, []));

        var outcome = await _shop.Parked.DropAsync(
            new ParkedChoice { Service = "stock", Ids = ["a/1", "a/2"] }, Why, Stop);

        Assert.Equal(2, outcome.Changed);
        Assert.Equal(
            ["""POST parked/drop {"reason":"a test","service":"stock","ids":["a/1","a/2"]}"""],
            _nodes["stock"].Requests);
        Assert.Empty(_nodes["order"].Requests);
    }

    public async ValueTask DisposeAsync()
    {
        _shop.Dispose();
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }
    }

    private static ParkedDetail Detail => new()
    {
        Id = "a/1", Service = "stock", Type = "a", Origin = "Payment 3@1", Error = "wrong", At = 1, Body = "{}",
        IsBase64 = false,
    };

    private async Task<List<string>> ReadAllAsync(int limit, Action<ParkedPage> between)
    {
        List<string> read = [];
        string? cursor = null;
        do
        {
            var page = await _shop.Parked.ListAsync(new ParkedQuery { Limit = limit, Cursor = cursor }, Stop);
            Assert.InRange(page.Messages.Count, 0, limit);
            read.AddRange(page.Messages.Select(message => message.Id));
            cursor = page.Cursor;
            if (cursor is not null)
            {
                between(page);
            }

            Assert.True(read.Count <= 100, "The pages do not end.");
        }
        while (cursor is not null);
        return read;
    }

    private void Park(string service, int number, long at) => _parked[service].Add(new ParkedSummary
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"a/{number:000}"),
        Service = service, Type = "a", Origin = "Payment 3@1", Error = "wrong", At = at,
    });

    private void Remove(params IEnumerable<ParkedSummary> messages)
    {
        foreach (var message in messages)
        {
            _parked[message.Service].RemoveAll(own => own.Id == message.Id);
        }
    }

    // The pages of a node: its cursor is the place of the last message, as a joined page must not assume.
    private ParkedPage PageOf(string service, string request)
    {
        var query = QueryHelpers.ParseQuery(request[(request.IndexOf('?') + 1)..]);
        var limit = int.Parse(query["limit"]!, CultureInfo.InvariantCulture);
        var all = _parked[service].OrderBy(own => own.At).ThenBy(own => own.Id, StringComparer.Ordinal).ToList();
        var left = query.TryGetValue("cursor", out var cursor)
            ? all.Where(own => string.CompareOrdinal(PlaceOf(own), cursor) > 0).ToList()
            : all;
        var page = left.Take(limit).ToList();
        return new ParkedPage(
            1,
            all.Count,
            all.Count > 0 ? [new ParkedGroup(service, "a", "wrong", all.Count, all[0].At)] : [],
            page,
            left.Count > page.Count ? PlaceOf(page[^1]) : null,
            service == "order" ? ["order:x"] : [],
            []);
    }

    private static string PlaceOf(ParkedSummary message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.At:000}-{message.Id}");
}
