using System.Diagnostics;
using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Telemetry;

/// <summary>One trace shows a whole checkout; without a trace, no span is made.</summary>
public sealed class TraceTests
{
    private const string Foreign = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly string[] Steps =
    [
        "check-out-order.v1", "hold-credit.v1", "take-stock.v1", "stock-taken.v1", "capture-credit.v1",
    ];

    [Fact]
    public void A_checkout_in_one_process_is_one_trace_of_which_each_span_follows_from_the_one_before()
    {
        using var recorder = new Recorder();
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 1, stock: 1, credit: 10);
        var request = recorder.Request(() => node.Ask(Sample.CheckOut(1)));
        MustBeChain(request, recorder.Spans);
    }

    [Fact]
    public void A_checkout_over_three_hops_is_one_trace_of_which_each_span_follows_from_the_one_before()
    {
        using var recorder = new Recorder();
        using var hops = new Hops();
        var request = recorder.Request(() => hops.Order.Ask(Sample.CheckOut(1)));
        hops.Carry();
        Assert.Equal(OrderStatus.Paid, Sample.StatusOf(hops.Order.Store, 1));
        MustBeChain(request, recorder.Spans);
        Assert.Equal(
            [ActivityKind.Internal, .. Enumerable.Repeat(ActivityKind.Consumer, 4)],
            recorder.Spans.Select(span => span.Kind));
        Assert.Equal(
            ["order", "payment", "stock", "order", "payment"],
            recorder.Spans.Select(span => span.GetTagItem(TelemetryNames.Service)));
        Assert.All(recorder.Spans, span => Assert.Equal("1", span.GetTagItem("cartwright.order.id")));
        Assert.All(recorder.Spans, span => Assert.Equal("101", span.GetTagItem("cartwright.attempt.id")));
        Assert.Equal(
            ["accepted", null, null, "paid", null],
            recorder.Spans.Select(span => span.GetTagItem("cartwright.order.event")));
    }

    // Two checkouts in one batch, and so in one envelope: each has its own trace.
    [Fact]
    public void Checkouts_that_share_their_envelopes_have_traces_of_their_own()
    {
        using var recorder = new Recorder();
        using var hops = new Hops();
        hops.Payment.Store.Put(Account.KeyOf(Sample.User), new Account { Credit = 100, Funded = 100 });
        List<Activity> requests = [];
        hops.Order.Pump.Run(() =>
        {
            for (var order = 1; order <= 2; order++)
            {
                var command = Sample.CheckOut(order);
                requests.Add(recorder.Request(() => _ = hops.Order.Node.AskAsync(command, "POST /test")));
            }
        });
        Assert.Equal(4, hops.Carry().Count);
        foreach (var request in requests)
        {
            MustBeChain(request, [.. recorder.Spans.Where(span => span.TraceId == request.TraceId)]);
        }
    }

    [Fact]
    public void Where_nobody_listens_the_envelopes_have_the_bytes_that_they_have_without_tracing()
    {
        using var request = new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        request.Start();
        Assert.True(request.Recorded);
        using var hops = new Hops();
        hops.Order.Ask(Sample.CheckOut(1));
        MustBeUntraced(hops.Carry());
    }

    [Theory]
    [InlineData(ActivitySamplingResult.PropagationData)]
    [InlineData(ActivitySamplingResult.AllData)]
    public void A_request_that_is_not_sampled_leaves_no_byte(ActivitySamplingResult sampling)
    {
        using var recorder = new Recorder(sampling);
        using var hops = new Hops();
        recorder.Request(() => hops.Order.Ask(Sample.CheckOut(1)));
        MustBeUntraced(hops.Carry());
        Assert.Empty(recorder.Spans);
    }

    [Fact]
    public void A_message_without_a_context_begins_no_trace()
    {
        using var recorder = new Recorder();
        using var hops = new Hops();
        hops.Order.Ask(Sample.CheckOut(1));
        MustBeUntraced(hops.Carry());
        Assert.Empty(recorder.Spans);
    }

    [Fact]
    public void A_node_that_does_not_trace_hands_the_context_on()
    {
        using var hops = new Hops();
        hops.Deliver(Role.Payment, Traced(new HoldCredit(Sample.Attempt(1))));
        var answer = hops.Carry()[0];
        Assert.Equal(Foreign, Assert.Single(Wire.Messages.Unwrap(answer.Bytes, Role.Order)).Traceparent);
    }

    [Fact]
    public void A_batch_that_is_tried_again_is_told_once()
    {
        using var recorder = new Recorder();
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 1, stock: 1, credit: 10);
        node.Store.Next.Enqueue(NextCommit.Transient);
        var request = recorder.Request(() => node.Send(Sample.CheckOut(1)));
        Assert.Empty(recorder.Spans);
        node.Pass(100);
        MustBeChain(request, recorder.Spans);
    }

    // The second attempt waits for the first one's hold: its answer follows from the first one's void.
    [Fact]
    public void What_lets_another_attempt_go_on_is_not_in_that_ones_trace()
    {
        using var hops = new Hops();
        hops.Deliver(Role.Payment, MessageCodec.Wrap([Wire.Messages.Encode(new HoldCredit(Sample.Attempt(1)))]));
        hops.Deliver(Role.Payment, MessageCodec.Wrap([Wire.Messages.Encode(new HoldCredit(Sample.Attempt(2)))]));
        hops.Deliver(Role.Payment, Traced(new VoidCredit(Sample.Attempt(1))));
        var answers = hops.Carry().SelectMany(sent => Wire.Messages.Unwrap(sent.Bytes, sent.To)).ToList();
        Assert.Equal(Foreign, ContextOf(new CreditVoided(Sample.Attempt(1)), answers));
        Assert.Null(ContextOf(new CreditHeld(Sample.Attempt(2)), answers));
    }

    [Fact]
    public void A_message_that_is_parked_has_a_span_that_says_so()
    {
        using var recorder = new Recorder();
        using var hops = new Hops();
        hops.Deliver(Role.Payment, MessageCodec.Wrap([Wire.Messages.Encode(new HoldCredit(Sample.Attempt(1)))]));
        var request = recorder.Request(() => hops.Deliver(
            Role.Payment, Traced(new CaptureCredit(Sample.Attempt(1) with { Amount = 7 }), Activity.Current!.Id!)));
        var span = Assert.Single(recorder.Spans);
        Assert.Equal((ActivityStatusCode.Error, request.SpanId), (span.Status, span.ParentSpanId));
        Assert.NotEmpty(span.StatusDescription!);
    }

    private static void MustBeChain(Activity request, IReadOnlyList<Activity> spans)
    {
        Assert.Equal(Steps, spans.Select(span => span.OperationName));
        Assert.All(spans, span => Assert.Equal(request.TraceId, span.TraceId));
        Assert.Equal(
            [request.SpanId, .. spans.SkipLast(1).Select(span => span.SpanId)],
            spans.Select(span => span.ParentSpanId));
    }

    private static void MustBeUntraced(List<Envelope> carried)
    {
        var attempt = Sample.Attempt(1);
        Message[] messages =
        [
            new HoldCredit(attempt, [new(Sample.Item, 1)]), new Domain.Stock.TakeStock(attempt, [new(Sample.Item, 1)]),
            new StockTaken(attempt), new CaptureCredit(attempt),
        ];
        Assert.Equal(
            messages.Select(message => Encoding.UTF8.GetString(MessageCodec.Wrap([Wire.Messages.Encode(message)]))),
            carried.Select(envelope => Encoding.UTF8.GetString(envelope.Bytes.Span)));
    }

    private static byte[] Traced(Message message, string traceparent = Foreign) =>
        MessageCodec.Wrap(Wire.Messages.EncodeEach([new Outgoing(message, traceparent)]));

    private static string? ContextOf(Message message, IEnumerable<Decoded> answers) =>
        answers.First(answer => answer.Message == message).Traceparent;
}
