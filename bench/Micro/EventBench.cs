using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Micro;

/// <summary>The public events of a batch of 100 checkouts: packed before its commit, unpacked after it.</summary>
internal static class EventBench
{
    private const int Events = 100;
    private const int Batches = 20;

    public static void Measure()
    {
        List<HappenedEvent> events =
        [
            .. Enumerable.Range(1, Events).Select(id => new HappenedEvent(
                new OrderEvent(new OrderId(id), OrderOf(id)), Before: null, Version: 3, Place: 0)),
        ];
        var envelope = new Envelope(1, Role.Order, Envelope.Public, At: 0, Pack(events));
        Console.WriteLine($"events: {envelope.Bytes.Length / Events} bytes each; of each event:");
        Meter.Report("  encode", Events * Batches, () => Repeat(() => Pack(events)));
        Meter.Report("  take apart", Events * Batches, () => Repeat(() => PublicRecords.RecordsOf(envelope)));
    }

    private static byte[] Pack(List<HappenedEvent> events) => PublicRecords.Wrap(EventCodec.EncodeEach(events));

    private static void Repeat(Action action)
    {
        for (var i = 0; i < Batches; i++)
        {
            action();
        }
    }

    private static Order OrderOf(long id) => new()
    {
        User = new UserId(id * 7),
        Lines = [new Line(new ItemId(id * 3), 2, 50), new Line(new ItemId(id * 5), 1, 1_200)],
        Total = 1_250,
        Status = OrderStatus.Paid,
        Attempt = new AttemptId(113_246_208_000_000_000 + id),
        UpdatedAt = 1_764_000_000_007,
    };
}
