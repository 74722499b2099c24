using System.Diagnostics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Codec;
using Cartwright.Kernel;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// The place of one message in the trace of the request that caused it. Only a message that came with a context has
/// a span, so that whoever sampled the request has decided for everything that follows from it.
/// </summary>
/// <param name="parent">The W3C <c>traceparent</c> that the message came with; null where nobody traces it.</param>
/// <param name="span">Its span; null where this process records none.</param>
internal readonly struct MessageTrace(string? parent, Activity? span)
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>The context of what this thread is doing, for a command; null where nobody records it.</summary>
    public static string? Current =>
        Source.HasListeners() && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current
            ? current.Id
            : null;

    /// <summary>
    /// What travels with the messages that follow from this one. Without a span here, such as on a node that does
    /// not trace, it is the context that came.
    /// </summary>
    public string? Context => span is null ? parent : span.Recorded ? span.Id : null;

    /// <summary>The span; null where there is none.</summary>
    public Activity? Span => span;

    /// <summary>Begins the span of a message that has come with a context, or with none.</summary>
    public static MessageTrace Begin(Message message, string? parent, ActivityKind kind)
    {
        if (parent is null || !Source.HasListeners() || !ActivityContext.TryParse(parent, null, out var context))
        {
            return new MessageTrace(parent, span: null);
        }

        // A lane works on many messages side by side: none of them is what it is doing.
        var before = Activity.Current;
        var span = Source.StartActivity(WireNames.Of(message), kind, context);
        Activity.Current = before;
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, message);
        }

        return new MessageTrace(parent, span);
    }

    /// <summary>
    /// What travels with one message that follows from this one. What lets another attempt go on, such as the end of
    /// the hold that it waited for, is no part of that attempt's trace.
    /// </summary>
    public string? ContextOf(Message cause, Message message) =>
        Context is { } context && !(cause is IAttemptMessage own && message is IAttemptMessage other
            && own.Attempt.Id != other.Attempt.Id)
            ? context
            : null;

    /// <summary>Notes how the message has moved its order.</summary>
    public void Tell(OrderEvent happened) => span?.SetTag("cartwright.order.event", happened.Name);

    /// <summary>Notes that the message could not be handled.</summary>
    public void Fail(Exception bug) => span?.SetStatus(ActivityStatusCode.Error, bug.Message);

    private static void Describe(Activity span, Message message)
    {
        span.SetTag(TelemetryNames.Service, message.To.Name);
        var about = (message as IAttemptMessage)?.Attempt;
        var checkOut = message as CheckOutOrder;
        var order = about?.Order ?? checkOut?.Order ?? (message as CancelOrder)?.Order;
        var attempt = about?.Id ?? checkOut?.Attempt;
        if (order is not null)
        {
            span.SetTag("cartwright.order.id", order.Value.ToString());
        }

        if (attempt is not null)
        {
            span.SetTag("cartwright.attempt.id", attempt.Value.ToString());
        }
    }
}
