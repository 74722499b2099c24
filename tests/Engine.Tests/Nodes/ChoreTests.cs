using Cartwright.Domain;
using Cartwright.Domain.Services;
using Cartwright.Engine.Batches;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// A sweep finds a row that is due, and by the time its batch has loaded it another node has written it anew: it is not
/// due any more, and nothing happens to it.
/// </summary>
public sealed class ChoreTests
{
    private const long Now = 1_000_000;

    [Theory]
    [InlineData(Now, true)]
    [InlineData(Now + 1, false)]
    public void A_stored_answer_is_forgotten_once_its_time_is_over(long due, bool isForgotten)
    {
        var rows = new OneRow(new StoredReply("POST /test", "init-done.v1 {}", due));
        var next = Do(rows, new ForgetReply("k"));
        Assert.Empty(next);
        Assert.Equal(isForgotten, rows.IsChanged);
    }

    [Theory]
    [InlineData(Now, true)]
    [InlineData(Now + 1, false)]
    [InlineData(null, false)]
    public void A_parked_message_is_tried_once_its_time_has_come(long? due, bool isTried)
    {
        var rows = new OneRow(new ParkedMessage(
            Role.Stock, "a test", "a bug", "not JSON", IsBase64: false, At: 1, due));
        Do(rows, new ReplayParked("x"));
        Assert.Equal(isTried, rows.IsChanged);
    }

    private static IReadOnlyList<(Message Next, string Origin, bool IsRepair)> Do(OneRow rows, Chore chore) =>
        new Chores(
            rows, rows.Change, new Batches.Services(ShopServices.All), Wire.Parking, Now)
            .Do(chore, "a test");

    private sealed class OneRow(object state) : IRows
    {
        public bool IsChanged { get; private set; }

        public T? Find<T>(Key key)
            where T : class => state as T;

        public void Change(Key key, object? changed) => IsChanged = true;
    }
}
