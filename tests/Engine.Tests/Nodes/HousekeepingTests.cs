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

    private static Decision Decide(OneRow rows, HousekeepingMessage message) =>
        new HousekeepingService(role => ShopServices.Roles.Contains(role), Wire.Parking).Decide(rows, message, Now);

    private sealed class OneRow(object state) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => state as T;
    }
}
