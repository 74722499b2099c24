using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Support;

/// <summary>
/// The services on rows in memory, with a queue of messages between them. It has no faults of its own: the test sets
/// how often each message arrives.
/// </summary>
internal sealed class TestShop(IReadOnlyList<IService> services)
{
    private const int SweepsMax = 500;
    private const int MessagesMax = 5_000;

    private readonly Queue<Message> _queue = new();

    public static IReadOnlyList<IService> Standard { get; } = ShopServices.All;

    public Rows Rows { get; } = new();

    public long Now { get; private set; } = Sample.Now;

    /// <summary>Every message that was decided, in order, without sweeps.</summary>
    public List<Message> History { get; } = [];

    /// <summary>
    /// How often a message arrives, given the message whose decision sent it; by default every message arrives once.
    /// </summary>
    public Func<Message, Message, int> Copies { get; set; } = (_, _) => 1;

    /// <summary>All rows as text.</summary>
    public string Text => string.Concat(Rows.All.Select(row => Show.Row(row.Key, row.Value)));

    public void Pass(long milliseconds) => Now += milliseconds;

    /// <summary>Decides one message; returns its messages without sending them.</summary>
    public Decision Decide(Message message)
    {
        Assert.True(History.Count < MessagesMax, "The messages do not come to an end.");
        if (message is not (SweepOrder or SweepAccount))
        {
            History.Add(message);
        }

        return Rows.Apply(services.Single(service => service.Role == message.To), message, Now);
    }

    /// <summary>Decides one message and everything that follows from it, until no message is in flight.</summary>
    public Reply? Send(Message message)
    {
        var reply = DecideAndQueue(message);
        while (_queue.TryDequeue(out var next))
        {
            DecideAndQueue(next);
        }

        return reply;
    }

    /// <summary>The messages of the sweeps that are due now.</summary>
    public List<Message> Sweeps() =>
        [.. Rows.All.Where(row => DueOf(row.Value) <= Now).Select(row => SweepOf(row.Key))];

    /// <summary>Lets time pass from one due sweep to the next, until nothing is due any more.</summary>
    public void RunUntilQuiet()
    {
        for (var sweeps = 0; Rows.All.Min(row => DueOf(row.Value)) is { } due; sweeps++)
        {
            Assert.True(sweeps < SweepsMax, $"The sweeps do not come to an end:\n{Text}");
            Now = Math.Max(Now, due);
            foreach (var sweep in Sweeps())
            {
                Send(sweep);
            }
        }
    }

    private Reply? DecideAndQueue(Message message)
    {
        var decision = Decide(message);
        foreach (var sent in decision.Messages)
        {
            for (var copy = Copies(sent, message); copy > 0; copy--)
            {
                _queue.Enqueue(sent);
            }
        }

        return decision.Reply;
    }

    private static long? DueOf(object state) => state switch
    {
        Order order => order.Due,
        Account account => account.Due,
        _ => null,
    };

    private Message SweepOf(Key key) =>
        services.Single(service => service.Tables.Contains(key.Table)).SweepMessage(key);
}
