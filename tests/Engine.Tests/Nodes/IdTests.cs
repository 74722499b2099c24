using Cartwright.Engine.Delivery;
using System.Globalization;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>Numbers come from blocks, and never twice.</summary>
public sealed class IdTests
{
    private readonly TestClock _clock = new();
    private readonly MemoryStore _store = new();
    private readonly Pump _pump = new();

    [Fact]
    public void Numbers_follow_each_other_through_the_blocks()
    {
        var ids = new IdSource(_store, blockSize: 10, _clock);
        var taken = Take(ids, 25);
        Assert.Equal(Enumerable.Range(0, 25).Select(n => taken[0] + n), taken);
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeMilliseconds() << 16, taken[0]);
    }

    // The clock broke after the start; with a broken clock the start would have been rejected. Wrong numbers would be
    // stored for good.
    [Theory]
    [InlineData("1970-01-02")]
    [InlineData("2200-01-01")]
    [InlineData("9000-01-01")]
    public void A_clock_that_breaks_while_the_node_runs_is_in_no_number(string day)
    {
        var ids = new IdSource(_store, blockSize: 10, _clock);
        var first = Take(ids, 5)[0];
        _clock.Step(DateTimeOffset.Parse(day, CultureInfo.InvariantCulture) - _clock.GetUtcNow());
        Assert.Equal(Enumerable.Range(5, 30).Select(n => first + n), Take(ids, 30));
    }

    [Fact]
    public void Two_nodes_of_one_database_never_get_the_same_number()
    {
        var one = new IdSource(_store, blockSize: 3, _clock);
        var another = new IdSource(_store, blockSize: 5, _clock);
        var taken = Enumerable.Range(0, 20).SelectMany(_ => Take(one, 2).Concat(Take(another, 3))).ToList();
        Assert.Equal(taken.Distinct(), taken);
    }

    [Fact]
    public void A_node_that_starts_again_does_not_use_the_rest_of_its_old_block()
    {
        var before = Take(new IdSource(_store, blockSize: 10, _clock), 1);
        var after = Take(new IdSource(_store, blockSize: 10, _clock), 1);
        Assert.Equal(before[0] + 10, after[0]);
    }

    [Fact]
    public void Those_who_wait_for_a_block_all_get_a_number_of_it()
    {
        var blocks = new SlowBlocks();
        var ids = new IdSource(blocks, blockSize: 3, _clock);
        var waiting = _pump.Run(() => Enumerable.Range(0, 8).Select(_ => ids.NextAsync(default).AsTask()).ToList());
        while (blocks.Asked.TryDequeue(out var asked))
        {
            _pump.Run(() => asked.SetResult(blocks.Given += 100));
        }

        Assert.All(waiting, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Equal(
            [100, 101, 102, 200, 201, 202, 300, 301], waiting.Select(task => task.GetAwaiter().GetResult()).Order());
    }

    [Fact]
    public void Without_a_database_there_is_no_number_and_with_it_there_is_again()
    {
        var ids = new IdSource(_store, blockSize: 3, _clock);
        _store.IsDown = true;
        Assert.Throws<TransientFault>(() => Take(ids, 1));
        _store.IsDown = false;
        Assert.Single(Take(ids, 1));
    }

    [Fact]
    public void Half_a_block_of_numbers_is_there_while_the_database_is_away()
    {
        var ids = new IdSource(_store, blockSize: 10, _clock);
        Take(ids, 6);
        _store.IsDown = true;
        Assert.Equal(14, Take(ids, 14).Distinct().Count());
        Assert.Throws<TransientFault>(() => Take(ids, 1));
        _store.IsDown = false;
        Assert.Single(Take(ids, 1));
    }

    // Otherwise every request for a number in the meantime would cost a failed attempt.
    [Fact]
    public void A_database_that_is_away_is_asked_again_after_a_pause()
    {
        var blocks = new SlowBlocks();
        var ids = new IdSource(blocks, blockSize: 10, _clock);
        var first = _pump.Run(() => ids.NextAsync(default).AsTask());
        _pump.Run(() => blocks.Asked.Dequeue().SetResult(100));
        Assert.True(first.IsCompletedSuccessfully);
        Take(ids, 4);
        Assert.Empty(blocks.Asked);

        Take(ids, 1);
        _pump.Run(() => blocks.Asked.Dequeue().SetException(new TransientFault("Not now.")));
        Take(ids, 2);
        Assert.Empty(blocks.Asked);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Take(ids, 1);
        Assert.Single(blocks.Asked);
    }

    private List<long> Take(IdSource ids, int count)
    {
        List<long> taken = [];
        _pump.Finish(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                taken.Add(await ids.NextAsync(default));
            }
        });
        return taken;
    }

    private sealed class SlowBlocks : IIdBlocks
    {
        public Queue<TaskCompletionSource<long>> Asked { get; } = new();

        public long Given { get; set; }

        public ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation)
        {
            var asked = new TaskCompletionSource<long>();
            Asked.Enqueue(asked);
            return new ValueTask<long>(asked.Task);
        }
    }
}
