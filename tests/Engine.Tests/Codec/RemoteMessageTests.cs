using System.Text;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>
/// Which messages an inbox accepts. A client's command and a sweep's message stay on their node: in a record of the log
/// they are rejected like any unknown name.
/// </summary>
public sealed class RemoteMessageTests
{
    private static readonly Dictionary<string, bool> Travels = new()
    {
        // The saga, and payment's question about an old hold.
        ["hold-credit.v1"] = true,
        ["credit-held.v1"] = true,
        ["credit-declined.v1"] = true,
        ["take-stock.v1"] = true,
        ["stock-taken.v1"] = true,
        ["stock-refused.v1"] = true,
        ["capture-credit.v1"] = true,
        ["void-credit.v1"] = true,
        ["credit-voided.v1"] = true,
        ["cancel-attempt.v1"] = true,
        ["return-stock.v1"] = true,
        ["stock-returned.v1"] = true,
        ["refund-credit.v1"] = true,
        ["credit-refunded.v1"] = true,
        ["ask-outcome.v1"] = true,

        // The question for a price, and its answer.
        ["quote-price.v1"] = true,
        ["price-quoted.v1"] = true,

        // Commands.
        ["create-order.v1"] = false,
        ["add-line.v1"] = false,
        ["remove-line.v1"] = false,
        ["ask-price.v1"] = false,
        ["check-out-order.v1"] = false,
        ["cancel-order.v1"] = false,
        ["inspect-orders.v1"] = false,
        ["init-orders.v1"] = false,
        ["create-item.v1"] = false,
        ["add-stock.v1"] = false,
        ["subtract-stock.v1"] = false,
        ["init-items.v1"] = false,
        ["create-user.v1"] = false,
        ["add-funds.v1"] = false,
        ["pay.v1"] = false,
        ["init-users.v1"] = false,

        // An operator's repair, and an operator's push.
        ["return-taken.v1"] = false,
        ["push-order.v1"] = false,

        // The sweeps.
        ["sweep-order.v1"] = false,
        ["sweep-account.v1"] = false,
    };

    public static TheoryData<string> Names => [.. GoldenMessages.All.Keys];

    [Fact]
    public void Every_message_is_said_to_travel_or_to_stay() => Assert.Equal(
        GoldenMessages.All.Keys.Select(WireName).Distinct().Order(StringComparer.Ordinal),
        Travels.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_a_message_that_travels_is_read(string name)
    {
        var message = GoldenMessages.All[name];
        var travels = Travels[WireName(name)];
        Assert.Equal(travels, message is IRemoteMessage);

        var bytes = Wire.Messages.Encode(message);
        Decoded[] read =
        [
            Wire.Messages.Decode(bytes, message.To),
            Assert.Single(Wire.Messages.Unwrap(MessageCodec.Wrap([bytes]), message.To)),
        ];
        foreach (var decoded in read)
        {
            if (travels)
            {
                Assert.Null(decoded.Error);
                Same.Messages(message, decoded.Message);
            }
            else
            {
                Assert.Null(decoded.Message);
                Assert.Equal($"Unknown type or version '{WireName(name)}'.", decoded.Error);
                Same.Bytes(bytes, decoded.Bytes);
            }
        }
    }

    // One line from a console producer once did this: it created money.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_in_an_inbox_is_parked_and_changes_nothing(string name)
    {
        var message = GoldenMessages.All[name];
        if (Travels[WireName(name)])
        {
            return;
        }

        var log = new MemoryLog(partitions: 1);
        using var node = new TestNode(TestNode.Services.Single(service => service.Role == message.To), log);
        Sample.Fill(node.Store, orders: 10, stock: 100, credit: 1_000);
        log.Gain(message.To, 0);
        node.Pump.Run(() => log.Deliver(
            message.To, 0, 0, Encoding.UTF8.GetBytes($$"""{"version":1,"messages":[{{Same.Text(message)}}]}""")));

        Assert.All(
            node.Store.Commits.SelectMany(commit => commit.Rows),
            write => Assert.Same(ParkedMessage.Table, write.Key.Table));
        var parked = Assert.Single(node.Store.Parked);
        Assert.Equal(Same.Text(message), parked.Body);
        Assert.Contains("Unknown type", parked.Error, StringComparison.Ordinal);
        Assert.Equal([(message.To, 0, 1L)], log.Advanced);
        Assert.Empty(log.Sent);
    }

    private static string WireName(string name) => name.Split('+')[0];
}
