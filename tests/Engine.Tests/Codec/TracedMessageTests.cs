using System.Text;
using Cartwright.Domain;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>
/// Trace contexts beside the messages of an envelope. The envelope keeps its version: readers without this member read
/// the messages, and readers with it accept an envelope that lacks it.
/// </summary>
public sealed class TracedMessageTests
{
    private const string Context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly Message Hold = GoldenMessages.All["hold-credit.v1"];

    [Fact]
    public void A_context_is_written_and_read_as_it_always_was()
    {
        Outgoing[] messages = [new(Hold, Context), new(GoldenMessages.All["void-credit.v1"])];
        var written = Encoding.UTF8.GetString(MessageCodec.Wrap(Wire.Messages.EncodeEach(messages)));
        var golden = GoldenFiles.Read("traced", "to-payment.json", written);
        Assert.Equal(Encoding.UTF8.GetString(golden), written);
        var read = Wire.Messages.Unwrap(golden, Role.Payment);
        Assert.Equal([Context, null], read.Select(decoded => decoded.Traceparent));
        Assert.Equal(messages.Select(sent => sent.Message), read.Select(decoded => decoded.Message));
    }

    [Fact]
    public void What_was_sent_before_there_were_contexts_has_none() => Assert.All(
        Wire.Messages.Unwrap(GoldenFiles.Read("envelopes", "to-payment.json", ""), Role.Payment),
        decoded => Assert.Null(decoded.Traceparent));

    // This makes it safe to run nodes of several versions side by side, now and later.
    [Fact]
    public void A_member_that_nobody_knows_is_no_mistake()
    {
        var read = Wire.Messages.Decode(Beside("\"baggage\":{\"a\":1}"), Role.Payment);
        Assert.Null(read.Error);
        Assert.Equal(Hold, read.Message);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331\"")]
    [InlineData("\"00-00000000000000000000000000000000-b7ad6b7169203331-01\"")]
    [InlineData("\"zz-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"")]
    public void What_is_no_context_is_left_out_and_its_message_is_read(string member)
    {
        var read = Wire.Messages.Decode(Beside($"\"traceparent\":{member}"), Role.Payment);
        Assert.Equal((null, null), (read.Error, read.Traceparent));
        Assert.Equal(Hold, read.Message);
    }

    private static byte[] Beside(string member) =>
        Encoding.UTF8.GetBytes(Same.Text(Hold).Replace("\"body\"", member + ",\"body\"", StringComparison.Ordinal));
}
