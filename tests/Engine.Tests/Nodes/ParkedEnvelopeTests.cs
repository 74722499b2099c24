using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// Envelopes that were parked whole, because the reading version could not decode them, and the limit of parked rows.
/// </summary>
public sealed class ParkedEnvelopeTests : IDisposable
{
    private const int ParkedMax = 3;

    private readonly MemoryLog _log = new(partitions: 1);
    private readonly BrokenService _service = new(ShopServices.Payment, message => message is VoidCredit);
    private readonly TestNode _node;

    public ParkedEnvelopeTests()
    {
        _node = new TestNode(_service, _log, TestNode.Apart with { ParkedMax = ParkedMax });
        Sample.Fill(_node.Store, orders: 0, stock: 0, credit: 100);
        _log.Gain(Role.Payment, 0);
    }

    // Later the sweep asks about held attempts; those messages are left out here.
    private IEnumerable<CreditHeld> Held => _log.SentMessages.OfType<CreditHeld>();

    public void Dispose() => _node.Dispose();

    // Such an envelope once stayed parked for ever, as "'type' is missing": it was read as if it were one message.
    [Fact]
    public void The_messages_of_an_envelope_are_handled_when_it_is_replayed()
    {
        Keep(Envelope(new HoldCredit(Sample.Attempt(1)), new HoldCredit(Sample.Attempt(2))));
        _node.Pass(5_000);
        Assert.Empty(_node.Store.Parked);
        Assert.Equal([new CreditHeld(Sample.Attempt(1)), new CreditHeld(Sample.Attempt(2))], Held);
    }

    [Fact]
    public void What_fails_again_of_an_envelope_stays_by_itself_and_the_rest_is_handled()
    {
        Keep(Envelope(new HoldCredit(Sample.Attempt(1)), new VoidCredit(Sample.Attempt(2))));
        _node.Pass(5_000);
        Assert.Equal([new CreditHeld(Sample.Attempt(1))], Held);
        var left = Assert.Single(_node.Store.Parked);
        Assert.Equal(("A bug.", null, "by hand"), (left.Error, left.Due, left.Origin));
        Assert.NotNull(_node.Store.Find<ParkedMessage>(ParkedMessage.KeyOf("void-credit.v1/102")));
    }

    // There is room for any number of messages, because they had room in their envelope.
    [Fact]
    public void The_node_may_die_between_an_envelope_and_its_messages()
    {
        Keep(Envelope([.. Enumerable.Range(1, 5).Select(order => new HoldCredit(Sample.Attempt(order)))]));
        _node.Pass(_node.Node.Options.SweepEveryMs);
        Assert.Equal(5, _node.Store.Parked.Count(parked => parked.Due is not null));
        Assert.Empty(_log.SentMessages);
        _node.Pass(5_000);
        Assert.Equal(5, Held.Count());
    }

    [Fact]
    public void An_envelope_that_is_still_of_another_version_stays_with_its_error()
    {
        Keep("""{"version":7,"messages":[]}""");
        _node.Pass(5_000);
        var left = Assert.Single(_node.Store.Parked);
        Assert.Equal((null, "Not an envelope of version 1."), (left.Due, left.Error));
    }

    [Fact]
    public void Beyond_the_bound_messages_are_lost_and_the_node_goes_on()
    {
        for (var offset = 0; offset < 10; offset++)
        {
            Deliver(offset, Encoding.UTF8.GetBytes($"not JSON {offset}"));
        }

        Assert.Equal(ParkedMax, _node.Store.Parked.Count());
        Assert.Equal((Role.Payment, 0, 10L), _log.Advanced[^1]);

        // A message that is already parked takes no room.
        Deliver(10, Encoding.UTF8.GetBytes("not JSON 0"));
        Assert.Equal(ParkedMax, _node.Store.Parked.Count());
    }

    [Fact]
    public void Rows_that_were_there_before_the_start_count_too()
    {
        foreach (var id in (string[])["a", "b", "c"])
        {
            Park(id);
        }

        _node.Pass(_node.Node.Options.CountParkedEveryMs);
        Deliver(0, Encoding.UTF8.GetBytes("not JSON"));
        Assert.Equal(ParkedMax, _node.Store.Parked.Count());
    }

    [Fact]
    public void What_is_dropped_makes_room_at_the_next_look()
    {
        foreach (var id in (string[])["a", "b", "c"])
        {
            Park(id);
        }

        _node.Pass(_node.Node.Options.CountParkedEveryMs);
        _node.Store.Delete(ParkedMessage.KeyOf("a"));
        Deliver(0, Encoding.UTF8.GetBytes("not JSON 0"));
        Assert.Equal(ParkedMax - 1, _node.Store.Parked.Count());

        _node.Pass(_node.Node.Options.CountParkedEveryMs);
        Deliver(1, Encoding.UTF8.GetBytes("not JSON 1"));
        Assert.Equal(ParkedMax, _node.Store.Parked.Count());
    }

    [Theory]
    [InlineData("\\u001b[2J", "\\u001b[2J")]
    [InlineData("\\n", "\\n")]
    [InlineData("\\u202e", "\\u202e")]
    public void The_error_of_a_parked_message_drives_no_terminal(string name, string shown)
    {
        var message = $$$"""{"version":1,"messages":[{"type":"{{{name}}}","body":{}}]}""";
        Deliver(0, Encoding.UTF8.GetBytes(message));
        var error = Assert.Single(_node.Store.Parked).Error;
        Assert.Contains(shown, error, StringComparison.Ordinal);
        Assert.DoesNotContain(error, char.IsControl);
    }

    private static string Envelope(params Message[] messages) => Encoding.UTF8.GetString(
        MessageCodec.Wrap(Wire.Messages.EncodeEach([.. messages.Select(message => new Outgoing(message))])));

    private void Keep(string body) => _node.Store.Put(
        ParkedMessage.KeyOf("unreadable/1"),
        new ParkedMessage(Role.Payment, "by hand", "Not an envelope of version 0.", body, false, 0, Due: 0));

    private void Park(string id) => _node.Store.Put(
        ParkedMessage.KeyOf(id), new ParkedMessage(Role.Payment, "before", "?", "{", false, 0, Due: null));

    private void Deliver(long offset, byte[] bytes) =>
        _node.Pump.Run(() => Assert.True(_log.Deliver(Role.Payment, 0, offset, bytes)));
}
