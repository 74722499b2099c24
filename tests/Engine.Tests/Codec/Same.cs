using System.Text;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>Equality of messages with lists, which do not compare by value.</summary>
internal static class Same
{
    public static void Messages(Message expected, Message? actual)
    {
        switch (expected, actual)
        {
            case (HoldCredit { Lines: { } lines } one, HoldCredit other):
                Assert.Equal(lines, other.Lines);
                Assert.Equal(one with { Lines = other.Lines }, other);
                break;
            case (TakeStock one, TakeStock other):
                Assert.Equal(one.Lines, other.Lines);
                Assert.Equal(one with { Lines = other.Lines }, other);
                break;
            case (ReturnStock one, ReturnStock other):
                Assert.Equal(one.Lines, other.Lines);
                Assert.Equal(one with { Lines = other.Lines }, other);
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    public static void Bytes(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual) =>
        Assert.Equal(Convert.ToHexString(expected.Span), Convert.ToHexString(actual.Span));

    public static string Text(Message message) => Encoding.UTF8.GetString(Wire.Messages.Encode(message));
}
