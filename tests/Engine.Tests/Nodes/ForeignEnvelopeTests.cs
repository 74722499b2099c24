using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>Envelopes of another shop, which uses the same numbers for its orders, users and attempts.</summary>
public sealed class ForeignEnvelopeTests : IDisposable
{
    private static readonly ShopId Ours = ShopId.Parse("0123456789abcdef0123456789abcdef");
    private static readonly ShopId Theirs = ShopId.Parse("fedcba9876543210fedcba9876543210");

    private readonly MemoryLog _log = new(partitions: 1);
    private readonly TestNode _node;
    private long _offset;

    public ForeignEnvelopeTests()
    {
        _node = new TestNode(ShopServices.Payment, _log, TestNode.Apart with { Shop = Ours });
        Sample.Fill(_node.Store, orders: 0, stock: 0, credit: 100);
        _log.Gain(Role.Payment, 0);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_foreign_envelope_changes_nothing_and_is_done()
    {
        Deliver(Of(Theirs, new HoldCredit(Sample.Attempt(1)), new HoldCredit(Sample.Attempt(2))));
        Assert.Equal((100, 0), (Sample.AccountIn(_node.Store).Credit, Sample.AccountIn(_node.Store).Held));
        Assert.Empty(_log.Sent);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
        var parked = Assert.Single(_node.Store.Parked);
        Assert.Contains(Theirs.Text, parked.Error, StringComparison.Ordinal);
        Assert.Equal(Of(Theirs, new HoldCredit(Sample.Attempt(1)), new HoldCredit(Sample.Attempt(2))), Parked());
    }

    [Fact]
    public void Of_many_foreign_envelopes_the_first_is_kept_and_the_others_write_nothing()
    {
        var first = Of(Theirs, new HoldCredit(Sample.Attempt(1)));
        Deliver(first);
        var commits = _node.Store.Commits.Count;
        for (var order = 2; order <= 20; order++)
        {
            Deliver(Of(order % 2 == 0 ? Theirs : ShopId.New(), new HoldCredit(Sample.Attempt(order))));
        }

        Assert.Equal(first, Parked());
        Assert.Equal(commits, _node.Store.Commits.Count);
        Assert.Equal((Role.Payment, 0, 20L), _log.Advanced[^1]);
    }

    [Fact]
    public void A_foreign_envelope_changes_nothing_when_it_is_replayed()
    {
        Deliver(Of(Theirs, new HoldCredit(Sample.Attempt(1))));
        var key = ParkedMessage.KeyOf("foreign/payment");
        _node.Store.Put(key, _node.Store.Find<ParkedMessage>(key)! with { Due = 0 });
        _node.Pass(1_000);
        Assert.Null(Assert.Single(_node.Store.Parked).Due);
        Assert.Equal(100, Sample.AccountIn(_node.Store).Credit);
        Assert.Empty(_log.Sent);
    }

    [Fact]
    public void An_envelope_of_the_own_shop_is_handled_and_answered_in_its_name()
    {
        Deliver(Of(Ours, new HoldCredit(Sample.Attempt(1))));
        Assert.Empty(_node.Store.Parked);
        Assert.Equal(Of(Ours, new CreditHeld(Sample.Attempt(1))), Assert.Single(_log.Sent).Bytes.ToArray());
    }

    // The envelope of an earlier version's node, from the log or from an outbox.
    [Fact]
    public void An_envelope_that_names_no_shop_is_handled_until_version_0_3()
    {
        Deliver(Of(shop: null, new HoldCredit(Sample.Attempt(1))));
        Assert.Empty(_node.Store.Parked);
        Assert.Equal(10, Sample.AccountIn(_node.Store).Held);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"0123456789ABCDEF0123456789ABCDEF\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef0\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef\",\"shop\":\"0123456789abcdef0123456789abcdef\"")]
    public void An_envelope_whose_shop_cannot_be_read_changes_nothing(string member)
    {
        var whole = Encoding.UTF8.GetString(Of(shop: null, new HoldCredit(Sample.Attempt(1))));
        var bytes = Encoding.UTF8.GetBytes(
            whole.Replace("\"messages\"", $"\"shop\":{member},\"messages\"", StringComparison.Ordinal));
        Deliver(bytes);
        Assert.Equal(bytes, Parked());
        Assert.Equal(100, Sample.AccountIn(_node.Store).Credit);
        Assert.Empty(_log.Sent);
    }

    private static byte[] Of(ShopId? shop, params Message[] messages) =>
        MessageCodec.Wrap([.. messages.Select(Wire.Messages.Encode)], shop);

    private byte[] Parked() => Housekeeping.Parking.BytesOf(Assert.Single(_node.Store.Parked));

    private void Deliver(byte[] bytes) =>
        _node.Pump.Run(() => Assert.True(_log.Deliver(Role.Payment, 0, _offset++, bytes)));
}
