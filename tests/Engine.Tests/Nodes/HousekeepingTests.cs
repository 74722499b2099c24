using Cartwright.Domain;
using Cartwright.Engine.Batches;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// A sweep finds a due row, and another node writes the row before this node's batch has loaded it: the row is not due
/// any more, and nothing happens to it.
/// </summary>
public sealed class HousekeepingTests
{
    private const long Now = 1_000_000;

    [Theory]
    [InlineData(Now, true)]
    [InlineData(Now + 1, false)]
    public void A_stored_answer_is_forgotten_once_its_time_is_over(long due, bool isForgotten)
    {
        var rows = new OneRow(new StoredReply("POST /test", "init-done.v1 {}", due));
        var decision = Decide(rows, new ForgetReply("k"));
        Assert.Empty(decision.Messages);
        Assert.Equal(isForgotten, decision.Changes.Count > 0);
    }

    [Theory]
    [InlineData(Now, true)]
    [InlineData(Now + 1, false)]
    [InlineData(null, false)]
    public void A_parked_message_is_tried_once_its_time_has_come(long? due, bool isTried)
    {
        var rows = new OneRow(new ParkedMessage(
            Role.Stock, "a test", "a bug", "not JSON", IsBase64: false, At: 1, due));
        var decision = Decide(rows, new ReplayParked("x"));
        Assert.Equal(isTried, decision.Changes.Count > 0);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("sold twice", false)]
    public void An_operator_replays_and_drops_what_is_no_record_of_a_repair(string? repair, bool isChanged)
    {
        var parked = new ParkedMessage(Role.Stock, "a test", "a bug", "{}", IsBase64: false, At: 1, Due: null)
        {
            ReturnReason = repair,
        };
        var replay = Decide(new OneRow(parked), (HousekeepingMessage)ParkedCommands.Replay("x"));
        var drop = Decide(new OneRow(parked), (HousekeepingMessage)ParkedCommands.Drop("x"));
        Assert.Equal(new ParkedChange(isChanged), replay.Reply);
        Assert.Equal(new ParkedChange(isChanged), drop.Reply);
        Assert.Empty(replay.Messages.Concat(drop.Messages));
        if (!isChanged)
        {
            Assert.Empty(replay.Changes.Concat(drop.Changes));
            return;
        }

        Assert.Equal((ParkedMessage.KeyOf("x"), (object?)(parked with { Due = Now })), Only(replay));
        Assert.Equal((ParkedMessage.KeyOf("x"), null), Only(drop));
    }

    private static (Key, object?) Only(Decision decision)
    {
        var change = Assert.Single(decision.Changes);
        return (change.Key, change.State);
    }

    private static Decision Decide(OneRow rows, HousekeepingMessage message) =>
        new HousekeepingService(role => ShopServices.Roles.Contains(role), Wire.Parking).Decide(rows, message, Now);

    private sealed class OneRow(object state) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => state as T;
    }
}
