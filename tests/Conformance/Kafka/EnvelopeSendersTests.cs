using System.Text;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Conformance.Kafka;

/// <summary>The messages that a service may send to another.</summary>
public sealed class EnvelopeSendersTests
{
    [Theory]
    [InlineData("order", "payment", """{"version":1,"messages":[{"type":"hold-credit.v1","body":{}}]}""", null)]
    [InlineData("payment", "stock", """{"messages":[{"body":{},"type":"take-stock.v1"}],"version":1}""", null)]
    [InlineData("stock", "order", """{"messages":[{"type":"stock-taken.v1"},{"type":"price-quoted.v1"}]}""", null)]
    [InlineData("payment", "order", """{"messages":[{"type":"credit-held.v1"},{"type":"stock-taken.v1"}]}""",
        "stock-taken.v1")]
    [InlineData("stock", "order", """{"messages":[{"type":"credit-voided.v1"}]}""", "credit-voided.v1")]
    [InlineData("stock", "order", """{"messages":[{"ty\u0070e":"credit-voided.v1"}]}""", "credit-voided.v1")]
    [InlineData("stock", "order", """{"messages":[{"type":"stock-taken.v1","type":"credit-voided.v1"}]}""",
        "credit-voided.v1")]
    [InlineData("stock", "payment", """{"messages":[]}""", "any message")]
    [InlineData("order", "order", """{"messages":[]}""", "any message")]
    [InlineData("Nobody ÿ", "order", """{"messages":[]}""", "any message")]

    // A body may have a member of that name, and a later version messages of other names: the inbox decides.
    [InlineData("stock", "order", """{"messages":[{"type":"stock-taken.v1","body":{"type":"pay.v1"}}]}""", null)]
    [InlineData("stock", "order", """{"messages":[{"type":"stock-taken.v2"}]}""", null)]
    [InlineData("stock", "order", "{\"messages\":[{\"type\":", null)]
    [InlineData("stock", "order", "", null)]
    public void Each_message_has_its_senders(string from, string to, string envelope, string? forbidden) =>
        Assert.Equal(
            forbidden, EnvelopeSenders.FindForbidden(from, new Role(to), Encoding.UTF8.GetBytes(envelope)));
}
