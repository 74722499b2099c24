using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>A database as the verbs use it, beside the store that serves it.</summary>
public abstract class AtRestConformance<THarness> : IAsyncLifetime
    where THarness : StoreHarness, IAtRestHarness, new()
{
    // More than one part, for every adapter that reads in parts.
    private const int ManyRows = 700;
    private const string Repair = "stock-taken.v1/7";

    private readonly THarness _harness = new();
    private IStoreLane _lane = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IDatabaseAtRest AtRest => _harness.AtRest;

    public async ValueTask InitializeAsync() => _lane = await _harness.OpenLaneAsync();

    public async ValueTask DisposeAsync()
    {
        await _lane.DisposeAsync();
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_view_has_all_rows_in_the_order_of_their_keys_as_they_stood_when_it_was_opened()
    {
        await PutItemsAsync(7, -3, 2);
        using var view = AtRest.OpenView();
        await PutItemsAsync(9);
        await _lane.PutAsync(Item.Table.KeyOf(2), Samples.ItemOf(100));
        Assert.Equal(
            [(-3, Samples.ItemOf(1)), (2, Samples.ItemOf(1)), (7, Samples.ItemOf(1))],
            view.ReadAll(Item.Table).Select(row => (row.Key.Id, row.State)));
        using var later = AtRest.OpenView();
        Assert.Equal([-3, 2, 7, 9], later.ReadAll(Item.Table).Select(row => row.Key.Id));
    }

    [Fact]
    public async Task A_view_goes_on_after_a_key()
    {
        await PutItemsAsync([.. Enumerable.Range(0, ManyRows)]);
        var parked = new ParkedMessage(Role.Stock, "", "", "", IsBase64: false, 0, null);
        await _lane.PutAsync(ParkedMessage.KeyOf("b"), parked);
        await _lane.PutAsync(ParkedMessage.KeyOf("c"), parked);
        using var view = AtRest.OpenView();
        long[] IdsAfter(long key) =>
            [.. view.ReadAll(Item.Table, UnreadableRows.Refuse, Item.Table.KeyOf(key)).Select(row => row.Key.Id)];
        Assert.Equal(Enumerable.Range(8, ManyRows - 8).Select(id => (long)id), IdsAfter(7));
        Assert.Equal(ManyRows, IdsAfter(-1).Length);
        Assert.Empty(IdsAfter(ManyRows));
        Assert.Equal(
            ["c"],
            view.ReadAll(ParkedMessage.Table, UnreadableRows.Refuse, ParkedMessage.KeyOf("b"))
                .Select(row => row.Key.Text));
    }

    [Fact]
    public async Task Tables_are_read_side_by_side()
    {
        await PutItemsAsync([.. Enumerable.Range(0, ManyRows)]);
        await _lane.PutAsync(Order.Table.KeyOf(1), Samples.OrderDue(1));
        using var view = AtRest.OpenView();
        var pairs = view.ReadAll(Item.Table)
            .Zip(view.ReadAll(Item.Table), (one, other) => (one.Key.Id, other.Key.Id))
            .Select(pair => (pair, view.ReadAll(Order.Table).Single().Key.Id));
        Assert.Equal(Enumerable.Range(0, ManyRows).Select(id => (((long)id, (long)id), 1L)), pairs);
    }

    [Fact]
    public async Task A_table_that_is_not_read_to_its_end_keeps_no_other_from_being_read()
    {
        await PutItemsAsync([.. Enumerable.Range(0, ManyRows)]);
        using var view = AtRest.OpenView();
        Assert.Equal(0, view.ReadAll(Item.Table).First().Key.Id);
        Assert.Equal(ManyRows, view.ReadAll(Item.Table).Count());
        Assert.Empty(view.ReadAll(Order.Table));
    }

    [Fact]
    public async Task An_unreadable_row_is_named_and_the_others_are_read()
    {
        foreach (var id in (long[])[1, 2, 3])
        {
            await _lane.PutAsync(Order.Table.KeyOf(id), Samples.OrderDue(id));
        }

        await _harness.SpoilAsync(2);
        using var view = AtRest.OpenView();
        List<Key> unreadable = [];
        var rows = view.ReadAll(Order.Table, (key, _) => unreadable.Add(key)).ToList();
        Assert.Equal([(1, 1), (2, null), (3, 3)], rows.Select(row => (row.Key.Id, row.State?.Due)));
        Assert.Equal([Order.Table.KeyOf(2)], unreadable);
        var fault = Assert.Throws<FatalFault>(() => view.ReadAll(Order.Table).Count());
        Assert.Equal(("damaged-database", true), (fault.Code, fault.Message.Contains("orders:2")));
    }

    [Fact]
    public async Task Unfinished_rows_come_by_their_due_time_and_no_others()
    {
        var orders = Enumerable.Range(1, ManyRows).ToDictionary(id => id, id => (long)(id * 7_919 % 10_007));
        foreach (var (id, due) in orders)
        {
            await _lane.PutAsync(Order.Table.KeyOf(id), Samples.OrderDue(due));
        }

        await _lane.PutAsync(Order.Table.KeyOf(ManyRows + 1), Samples.OrderDue(1) with { Due = null });
        using var view = AtRest.OpenView();
        Assert.Equal(
            orders.OrderBy(order => order.Value).Select(order => ((long)order.Key, (long?)order.Value)),
            view.ReadUnfinished(Order.Table, UnreadableRows.Refuse).Select(row => (row.Key.Id, row.State!.Due)));
    }

    [Fact]
    public async Task One_row_is_found_by_its_key_as_it_stood()
    {
        await PutItemsAsync(1, 2);
        await ParkAsync("take-stock.v1/it's 7");
        using var view = AtRest.OpenView();
        await _lane.PutAsync(Item.Table.KeyOf(2), Samples.ItemOf(100));
        await PutItemsAsync(3);
        Assert.Equal(Samples.ItemOf(1), view.Find<Item>(Item.Table.KeyOf(2), UnreadableRows.Refuse));
        Assert.Null(view.Find<Item>(Item.Table.KeyOf(3), UnreadableRows.Refuse));
        var key = ParkedMessage.KeyOf("take-stock.v1/it's 7");
        Assert.Equal(Role.Stock, view.Find<ParkedMessage>(key, UnreadableRows.Refuse)!.To);
    }

    [Fact]
    public async Task Rows_of_several_tables_are_found_together_without_those_that_are_missing_or_unreadable()
    {
        await PutItemsAsync(1, 2);
        await _lane.PutAsync(Order.Table.KeyOf(2), Samples.OrderDue(2));
        await _lane.PutAsync(Order.Table.KeyOf(3), Samples.OrderDue(3));
        await ParkAsync("take-stock.v1/it's 7");
        await _harness.SpoilAsync(2);
        using var view = AtRest.OpenView();
        List<Key> unreadable = [];
        Key[] keys =
        [
            Order.Table.KeyOf(3), Item.Table.KeyOf(2), Order.Table.KeyOf(2), Item.Table.KeyOf(9), Item.Table.KeyOf(1),
            ParkedMessage.KeyOf("take-stock.v1/it's 7"), ParkedMessage.KeyOf("take-stock.v1/8"),
        ];
        var found = view.FindRows(keys, (key, _) => unreadable.Add(key));
        Assert.Equal([keys[5], keys[4], keys[1], keys[0]], found.Keys.OrderBy(key => key.Table.Name == "orders" ? 2
            : key.Table.Name == "items" ? 1 : 0).ThenBy(key => key.Id));
        Assert.Equal((3, Samples.ItemOf(1)), (((Order)found[keys[0]]).Due, found[keys[1]]));
        Assert.Equal([Order.Table.KeyOf(2)], unreadable);
        Assert.Empty(view.FindRows([], UnreadableRows.Refuse));
    }

    [Fact]
    public async Task A_row_that_is_found_and_unreadable_is_named()
    {
        await _lane.PutAsync(Order.Table.KeyOf(2), Samples.OrderDue(2));
        await _harness.SpoilAsync(2);
        using var view = AtRest.OpenView();
        List<Key> unreadable = [];
        Assert.Null(view.Find<Order>(Order.Table.KeyOf(2), (key, _) => unreadable.Add(key)));
        Assert.Equal([Order.Table.KeyOf(2)], unreadable);
    }

    [Fact]
    public async Task Its_facts_are_those_of_the_store()
    {
        var first = await _harness.Ids.TakeAsync(now: 5, count: 10);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        using (var view = AtRest.OpenView())
        {
            var facts = view.ReadFacts();
            Assert.Equal((first + 10, null, null), (facts.NextId, facts.OldestEnvelope, facts.Shop));
            Assert.InRange(facts.Now, before - 60_000, before + 60_000);
        }

        await _lane.StoreAsync(
            new Envelope(1, Role.Stock, 0, 70, default), new Envelope(2, Role.Stock, 0, 60, default));
        using var later = AtRest.OpenView();
        Assert.Equal(60, later.ReadFacts().OldestEnvelope);
    }

    [Fact]
    public async Task Parked_messages_are_replayed_and_dropped_beside_the_lane()
    {
        await ParkAsync("take-stock.v1/it's 7", "take-stock.v1/8");
        Assert.Equal(1, await ChangeAsync(new DatabaseChange.Replay(["take-stock.v1/it's 7", "another"])));
        var replayed = Find("take-stock.v1/it's 7")!;
        Assert.InRange(replayed.Due!.Value, 1, Now());
        Assert.Null(Find("take-stock.v1/8")!.Due);
        var key = ParkedMessage.KeyOf("take-stock.v1/it's 7");
        Assert.Equal(2, (await _lane.LoadAsync(key)).VersionOf(key));
        await _lane.RollbackAsync();
        Assert.Equal(2, await ChangeAsync(new DatabaseChange.Drop(["take-stock.v1/8", "take-stock.v1/it's 7"])));
        Assert.Null(Find("take-stock.v1/8"));
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Drop(["take-stock.v1/8"])));
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Replay([])));
    }

    [Fact]
    public async Task A_push_makes_a_row_due_now_and_changes_nothing_else()
    {
        var (later, overdue, never) = (Order.Table.KeyOf(1), Order.Table.KeyOf(2), Order.Table.KeyOf(3));
        var order = Samples.OrderDue(Now() + 3_600_000);
        await _lane.PutAsync(later, order);
        await _lane.PutAsync(overdue, Samples.OrderDue(5));
        await _lane.PutAsync(never, order with { Due = null });
        var before = Now();
        Assert.Equal(1, await ChangeAsync(new DatabaseChange.Push(later)));
        Assert.Equal(1, await ChangeAsync(new DatabaseChange.Push(overdue)));
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Push(never)));
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Push(Order.Table.KeyOf(4))));
        using var view = AtRest.OpenView();
        var pushed = view.Find<Order>(later, UnreadableRows.Refuse)!;
        Assert.InRange(pushed.Due!.Value, before, Now());
        Assert.Equal(order with { Due = pushed.Due }, pushed with { Lines = order.Lines });
        Assert.Equal(order.Lines, pushed.Lines);
        Assert.Equal(5, view.Find<Order>(overdue, UnreadableRows.Refuse)!.Due);
        Assert.Null(view.Find<Order>(never, UnreadableRows.Refuse)!.Due);
        var found = await _lane.LoadAsync(later, overdue, never);
        Assert.Equal((2, 2, 1), (found.VersionOf(later), found.VersionOf(overdue), found.VersionOf(never)));
        await _lane.RollbackAsync();
    }

    [Fact]
    public async Task A_return_keeps_its_first_reason_and_is_neither_replayed_nor_dropped()
    {
        await ParkAsync(Repair);
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Return("another", "restored (ann)")));
        Assert.Equal(1, await ChangeAsync(new DatabaseChange.Return(Repair, "restored (ann)")));
        var due = Find(Repair)!.Due;
        Assert.Equal(1, await ChangeAsync(new DatabaseChange.Return(Repair, "to be sure (bob)")));
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Replay([Repair])));
        Assert.Equal(0, await ChangeAsync(new DatabaseChange.Drop([Repair])));
        var parked = Find(Repair)!;
        Assert.Equal("restored (ann)", parked.ReturnReason);
        Assert.InRange(parked.Due!.Value, due!.Value, Now());
    }

    [Fact]
    public async Task A_database_of_an_earlier_version_is_brought_up_to_date_once()
    {
        var earlier = await _harness.MakeEarlierAsync();
        var missing = await earlier.MigrateAsync(looksOnly: true, Stop);
        Assert.NotEmpty(missing);
        Assert.Throws<FatalFault>(() =>
        {
            using var view = earlier.OpenView();
            return view.ReadFacts();
        });
        Assert.Equal(missing, await earlier.MigrateAsync(looksOnly: true, Stop));
        Assert.Equal(missing, await earlier.MigrateAsync(looksOnly: false, Stop));
        Assert.Empty(await earlier.MigrateAsync(looksOnly: true, Stop));
        Assert.Empty(await earlier.MigrateAsync(looksOnly: false, Stop));
        using var view = earlier.OpenView();
        Assert.Empty(view.ReadAll(Item.Table));
        Assert.Equal(0, view.ReadFacts().NextId);
    }

    private Task<int> ChangeAsync(DatabaseChange change) => AtRest.ChangeAsync(change, Stop);

    private async Task PutItemsAsync(params IReadOnlyList<int> ids) => await _lane.WriteAsync(
        [.. ids.Order().Select(id => new RowWrite(Item.Table.KeyOf(id), Samples.ItemOf(1), 0))]);

    private async Task ParkAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await _lane.PutAsync(ParkedMessage.KeyOf(id), new ParkedMessage(Role.Stock, "", "", "", false, 1, null));
        }
    }

    private ParkedMessage? Find(string id)
    {
        using var view = AtRest.OpenView();
        return view.ReadAll(ParkedMessage.Table).SingleOrDefault(row => row.Key.Text == id).State;
    }

    private long Now()
    {
        using var view = AtRest.OpenView();
        return view.ReadFacts().Now;
    }
}
