using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>An unreadable row affects no other row.</summary>
public abstract class UnreadableConformance<THarness> : IAsyncLifetime
    where THarness : StoreHarness, new()
{
    private static readonly Key Spoiled = Order.KeyOf(new OrderId(1));
    private static readonly Key Sound = Order.KeyOf(new OrderId(2));
    private static readonly Order State = new() { User = new UserId(1), Lines = [new Line(new ItemId(1), 1, 1)] };
    private IStoreLane _lane = null!;

    protected THarness Harness { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _lane = await Harness.OpenLaneAsync();
        await _lane.PutAsync(Spoiled, State);
        await _lane.PutAsync(Sound, State);
    }

    public async ValueTask DisposeAsync()
    {
        await _lane.DisposeAsync();
        await Harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_load_names_it_and_gives_the_others()
    {
        await Harness.SpoilAsync(1);
        var found = new Found();
        var fault = await Assert.ThrowsAsync<RowFault>(
            () => _lane.LoadAsync([Spoiled, Sound], found, TestContext.Current.CancellationToken).AsTask());
        Assert.True(fault.IsUnreadable);
        Assert.Equal([Spoiled], fault.Keys);
        Assert.Equal([Sound], found.Keys);

        await _lane.RollbackAsync();
        await _lane.PutAsync(Sound, State with { Total = 1 });
        Assert.Equal(2, (await Harness.Store.ReadAsync(Sound)).VersionOf(Sound));
    }

    [Fact]
    public async Task A_read_names_it_and_gives_the_others_however_often()
    {
        await Harness.SpoilAsync(1);
        for (var times = 0; times < 20; times++)
        {
            var found = new Found();
            var fault = await Assert.ThrowsAsync<RowFault>(() => Harness.Store.ReadAsync(
                [Spoiled, Sound], found, TestContext.Current.CancellationToken).AsTask());
            Assert.True(fault.IsUnreadable);
            Assert.Equal([Spoiled], fault.Keys);
            Assert.Equal([Sound], found.Keys);
        }
    }
}

/// <summary>Values in a row from a later version, for stores that keep texts.</summary>
public abstract class LaterVersionConformance<THarness> : IAsyncLifetime
    where THarness : StoreHarness, new()
{
    private readonly THarness _harness = new();

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_unknown_reason_reads_as_other()
    {
        var key = Order.KeyOf(new OrderId(1));
        await using var lane = await _harness.OpenLaneAsync();
        var failed = new Order { User = new UserId(1), Status = OrderStatus.Failed, Attempt = new AttemptId(7) };
        await lane.PutAsync(key, failed);
        await _harness.GiveReasonAsync(1, "a-reason-of-next-year");
        var read = (Order)(await _harness.Store.ReadAsync(key)).StateOf(key)!;
        Assert.Equal(Reason.Other, read.Reason);
        await lane.PutAsync(key, read);
    }
}
