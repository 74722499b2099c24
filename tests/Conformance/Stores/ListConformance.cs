using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>The lists of rows with one number in a column, a page at a time.</summary>
public abstract class ListConformance<THarness> : IAsyncDisposable
    where THarness : StoreHarness, new()
{
    // Neighbours that a number with 53 bits would not tell apart.
    private const long Large = (1L << 53) + 1;

    private readonly THarness _harness = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_has_the_rows_with_its_number_in_the_order_of_their_keys()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var (order, user) in new (long, long)[]
        {
            (9, 7), (0, 7), (10, 7), (3, 8), (Large + 1, 7), (Large, 7), (4, Large), (long.MaxValue, 7), (5, Large + 1),
        })
        {
            await PutAsync(lane, order, user);
        }

        Assert.Equal([0, 9, 10, Large, Large + 1, long.MaxValue], await PageAsync(user: 7));
        Assert.Equal([3], await PageAsync(user: 8));
        Assert.Equal([4], await PageAsync(user: Large));
        Assert.Equal([5], await PageAsync(user: Large + 1));
        Assert.Empty(await PageAsync(user: 9));
        Assert.Empty(await PageAsync(user: 0));
    }

    [Fact]
    public async Task A_page_begins_after_a_key_and_ends_at_its_limit()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var order in (long[])[1, 2, 5, Large, Large + 1])
        {
            await PutAsync(lane, order, user: 7);
            await PutAsync(lane, order + 10_000, user: 8);
        }

        Assert.Equal([1, 2], await PageAsync(user: 7, limit: 2));
        Assert.Equal([5, Large], await PageAsync(user: 7, after: 2, limit: 2));
        Assert.Equal([5], await PageAsync(user: 7, after: 4, limit: 1));
        Assert.Equal([Large + 1], await PageAsync(user: 7, after: Large, limit: 2));
        Assert.Empty(await PageAsync(user: 7, after: Large + 1));
        Assert.Empty(await PageAsync(user: 7, after: long.MaxValue));
    }

    /// <summary>Connections are used again: no page may come from the snapshot of an earlier one.</summary>
    [Fact]
    public async Task A_page_has_what_is_committed_and_nothing_of_a_batch_that_runs()
    {
        await using var lane = await _harness.OpenLaneAsync();
        await PutAsync(lane, order: 1, user: 7);
        Assert.Equal([1], await PageAsync(user: 7));
        await lane.LoadAsync(Order.Table.KeyOf(1), Order.Table.KeyOf(2));
        Assert.Equal([1], await PageAsync(user: 7));
        await lane.WriteAsync(
            new RowWrite(Order.Table.KeyOf(1), OrderOf(user: 8), 1),
            new RowWrite(Order.Table.KeyOf(2), OrderOf(user: 7), 0));
        Assert.Equal([2], await PageAsync(user: 7));
        Assert.Equal([1], await PageAsync(user: 8));
    }

    [Fact]
    public async Task A_row_of_a_page_is_whole()
    {
        await using var lane = await _harness.OpenLaneAsync();
        var (key, state) = Samples.All["long order"];
        await lane.PutAsync(key, state);
        await lane.PutAsync(key, state);
        var found = new Found();
        await Lists.ReadPageAsync(new RowPage(Order.Table, ((Order)state).User.Value, -1, 10), found, Stop);
        Assert.Equal(Columns.Of(key, state), Columns.Of(key, found.StateOf(key)));
        Assert.Equal(2, found.VersionOf(key));
    }

    [Fact]
    public async Task An_unreadable_row_is_named_and_the_others_are_given()
    {
        await using var lane = await _harness.OpenLaneAsync();
        foreach (var order in (long[])[1, 2, 3])
        {
            await PutAsync(lane, order, user: 7);
        }

        await _harness.SpoilAsync(2);
        for (var times = 0; times < 10; times++)
        {
            var found = new Found();
            var fault = await Assert.ThrowsAsync<RowFault>(
                () => Lists.ReadPageAsync(new RowPage(Order.Table, 7, -1, 10), found, Stop).AsTask());
            Assert.True(fault.IsUnreadable);
            Assert.Equal([Order.Table.KeyOf(2)], fault.Keys);
            Assert.Equal([1, 3], found.Keys.Select(key => key.Id));
        }

        Assert.Equal([3], await PageAsync(user: 7, after: 2));
    }

    /// <summary>A client that follows the pages while rows come in misses none of the earlier rows.</summary>
    [Fact]
    public async Task Pages_read_beside_inserts_have_each_earlier_row_once()
    {
        const int earlier = 60;
        await using var lane = await _harness.OpenLaneAsync();
        for (var order = 0; order < earlier; order++)
        {
            await PutAsync(lane, order * 10, user: 7);
        }

        var inserting = Task.Run(
            async () =>
            {
                for (var order = 0; order < earlier; order++)
                {
                    await PutAsync(lane, (order * 10) + 5, user: order % 2 == 0 ? 7 : 8);
                }
            },
            Stop);
        List<long> seen = [];
        while (await PageAsync(user: 7, after: seen.Count > 0 ? seen[^1] : -1, limit: 7) is { Count: > 0 } page)
        {
            seen.AddRange(page);
        }

        await inserting;
        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.Superset(Enumerable.Range(0, earlier).Select(order => order * 10L).ToHashSet(), seen.ToHashSet());
        Assert.DoesNotContain(seen, order => order % 10 == 5 && order / 10 % 2 != 0);
        Assert.Equal(earlier * 3 / 2, (await PageAsync(user: 7, limit: 1_000)).Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private IRowLists Lists => Assert.IsAssignableFrom<IRowLists>(_harness.Store);

    private static Order OrderOf(long user) => new() { User = new UserId(user) };

    private static Task PutAsync(IStoreLane lane, long order, long user) =>
        lane.PutAsync(Order.Table.KeyOf(order), OrderOf(user));

    private async Task<IReadOnlyList<long>> PageAsync(long user, long after = -1, int limit = 100)
    {
        var found = new Found();
        await Lists.ReadPageAsync(new RowPage(Order.Table, user, after, limit), found, Stop);
        return [.. found.Keys.Select(key => key.Id)];
    }
}
