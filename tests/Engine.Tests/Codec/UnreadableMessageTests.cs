using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>An unreadable message is never an exception: its bytes are kept, with the reason.</summary>
public sealed class UnreadableMessageTests
{
    private static readonly CancelAttempt Good = new(new Attempt(new(1), new(7), new(3), 20, 0));

    public static TheoryData<string> Elements => [.. UnreadableMessages.All.Keys];

    public static TheoryData<string> Envelopes =>
    [
        "", " ", "null", "5", "\"text\"", "[]", "{}", "{", "}", "nonsense", "\u0000",
        """{"version":1}""", """{"messages":[]}""", """{"version":2,"messages":[]}""",
        """{"version":"1","messages":[]}""", """{"version":null,"messages":[]}""",
        """{"version":1.5,"messages":[]}""", """{"version":1e9999,"messages":[]}""",
        """{"version":1,"messages":null}""", """{"version":1,"messages":{}}""",
        """{"version":1,"messages":[],}""", """{"version":1,"messages":[]} {}""",
        """{"version":1,/* why */"messages":[]}""", """{"version":1,"version":1,"messages":[]}""",
        """{"version":1,"messages":[],"messages":[]}""", """{"version":01,"messages":[]}""",
    ];

    // The messages around it are still read.
    [Theory]
    [MemberData(nameof(Elements))]
    public void An_unreadable_message_keeps_its_bytes_and_harms_no_other(string name)
    {
        var bad = UnreadableMessages.All[name];
        var read = Wire.Messages.Unwrap(Envelope(Same.Text(Good), bad, Same.Text(Good)), Role.Stock);
        Assert.Equal(3, read.Count);
        Assert.Equal(Good, read[0].Message);
        Unreadable(Encoding.UTF8.GetBytes(bad), read[1]);
        Assert.Equal(Good, read[2].Message);
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public void An_unreadable_message_by_itself_keeps_its_bytes(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(UnreadableMessages.All[name]);
        Unreadable(bytes, Wire.Messages.Decode(bytes, Role.Stock));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"quantity":5}]""")]
    public void A_hold_whose_next_step_cannot_be_read_is_no_hold(string lines)
    {
        var hold = Same.Text(new HoldCredit(Good.Attempt, [])).Replace("[]", lines, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(hold);
        Unreadable(bytes, Wire.Messages.Decode(bytes, Role.Payment));
    }

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void What_is_no_envelope_comes_back_whole(string text) => ComesBackWhole(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_message_with_bytes_that_are_no_text_keeps_them_and_harms_no_other()
    {
        var envelope = Envelope(Same.Text(Good), """{"type":"cancel-@","body":{}}""");
        envelope.AsSpan().Replace((byte)'@', (byte)0xFF);
        var read = Wire.Messages.Unwrap(envelope, Role.Stock);
        Assert.Equal(2, read.Count);
        Assert.Equal(Good, read[0].Message);
        Assert.Contains((byte)0xFF, read[1].Bytes.ToArray());
        Assert.NotNull(read[1].Error);
    }

    [Fact]
    public void An_envelope_that_ends_too_early_comes_back_whole_wherever_it_ends()
    {
        var whole = Envelope([.. GoldenMessages.All.Values.OfType<StockMessage>().Select(Same.Text)]);
        for (var length = 0; length < whole.Length; length++)
        {
            ComesBackWhole(whole.AsMemory(0, length));
        }
    }

    [Fact]
    public void A_message_that_ends_too_early_comes_back_whole_wherever_it_ends()
    {
        var whole = Wire.Messages.Encode(GoldenMessages.All["take-stock.v1"]);
        for (var length = 0; length < whole.Length; length++)
        {
            Unreadable(whole.AsMemory(0, length), Wire.Messages.Decode(whole.AsMemory(0, length), Role.Stock));
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void What_is_nested_too_deep_comes_back_whole(int depth)
    {
        ComesBackWhole(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
        var deep = string.Concat(Enumerable.Repeat("{\"body\":", depth)) + "1" + new string('}', depth);
        ComesBackWhole(Envelope(deep));
    }

    [Fact]
    public void Random_bytes_come_back_whole()
    {
        var random = new Random(20);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            ComesBackWhole(bytes);
            Unreadable(bytes, Wire.Messages.Decode(bytes, Role.Stock));
        }
    }

    // A flipped bit may leave another message, another number, or an unreadable message, and always one of these.
    [Fact]
    public void An_envelope_with_flipped_bits_is_read_or_comes_back()
    {
        var random = new Random(21);
        var whole = Envelope([.. GoldenMessages.All.Values.OfType<StockMessage>().Select(Same.Text)]);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.All(
                Wire.Messages.Unwrap(bytes, Role.Stock),
                decoded => Assert.True(decoded.Message is null
                    ? decoded is { Error.Length: > 0, Bytes.Length: > 0 }
                    : decoded.Error is null));
        }
    }

    [Fact]
    public void What_a_later_version_may_add_is_left_alone()
    {
        var later = """{"type":"cancel-attempt.v1","trace":"a","body":{"attempt":"""
            + """{"id":1,"order":7,"user":3,"amount":20,"replyTo":0,"tag":{}},"more":[1]}}""";
        var read = Wire.Messages.Unwrap(
            Encoding.UTF8.GetBytes($$"""{"version":1,"from":"b","messages":[{{later}}]}"""), Role.Stock);
        Assert.Equal(Good, Assert.Single(read).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stock-updated.v1")]
    [InlineData("stock-updated.v1 ")]
    [InlineData("stock-updated.v1 null")]
    [InlineData("stock-updated.v1 {}")]
    [InlineData("stock-updated.v1 {\"item\":2}")]
    [InlineData("stock-updated.v2 {\"item\":2,\"stock\":3}")]
    [InlineData("add-stock.v1 {\"item\":2,\"amount\":3}")]
    public void A_text_that_is_no_stored_reply_is_said_to_be_none(string text) =>
        Assert.Throws<FormatException>(() => Wire.Replies.Decode(text));

    private static byte[] Envelope(params string[] messages) =>
        Encoding.UTF8.GetBytes($$"""{"version":1,"messages":[{{string.Join(',', messages)}}]}""");

    private static void ComesBackWhole(ReadOnlyMemory<byte> bytes) =>
        Unreadable(bytes, Assert.Single(Wire.Messages.Unwrap(bytes, Role.Stock)));

    private static void Unreadable(ReadOnlyMemory<byte> bytes, Decoded decoded)
    {
        Assert.Null(decoded.Message);
        Assert.False(string.IsNullOrEmpty(decoded.Error));
        Same.Bytes(bytes, decoded.Bytes);
    }
}
