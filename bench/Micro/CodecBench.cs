using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Micro;

/// <summary>Envelopes of 100 messages, as one batch sends them.</summary>
internal static class CodecBench
{
    private const int Messages = 100;
    private const int Envelopes = 20;

    private static readonly MessageCodec Codec = new(ShopWire.Format);

    public static void Measure()
    {
        Measure("holds of two lines", id => new HoldCredit(AttemptOf(id), [new(new(7), 1), new(new(id), 1)]));
        Measure("takes of two lines", id => new TakeStock(AttemptOf(id), [new(new(7), 1), new(new(id), 1)]));
    }

    private static void Measure(string what, Func<long, Message> make)
    {
        var messages = Enumerable.Range(1, Messages).Select(id => new Outgoing(make(id))).ToList();
        var envelope = Encode(messages);
        Console.WriteLine($"codec: {what}, {envelope.Length} bytes an envelope; of each message:");
        Meter.Report("  encode", Messages * Envelopes, () => Repeat(() => Encode(messages)));
        Meter.Report("  decode", Messages * Envelopes, () => Repeat(() => Decode(envelope, messages[0].Message.To)));
    }

    private static void Repeat(Action action)
    {
        for (var i = 0; i < Envelopes; i++)
        {
            action();
        }
    }

    private static byte[] Encode(List<Outgoing> messages) =>
        MessageCodec.Wrap(Codec.EncodeEach(messages));

    private static void Decode(byte[] envelope, Role to)
    {
        if (Codec.Unwrap(envelope, to).Exists(decoded => decoded.Message is null))
        {
            throw new InvalidOperationException("A message is not read.");
        }
    }

    private static Attempt AttemptOf(long id) =>
        new(new AttemptId(113_246_208_000_000_000 + id), new OrderId(id), new UserId(id * 7), 1_250, 3);
}
