using System.Diagnostics;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// The place of one message in the trace of the request that caused it. Only a message that came with a context has a
/// span, so that the sampling of the request decides for everything that follows from it.
/// </summary>
/// <param name="parent">The W3C <c>traceparent</c> that the message came with; null without a trace.</param>
/// <param name="span">Its span; null where this process records none.</param>
internal readonly struct MessageTrace(string? parent, Activity? span)
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>The context of this thread's activity, for a command; null where none is recorded.</summary>
    public static string? Current =>
        Source.HasListeners() && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current
            ? current.Id
            : null;

    /// <summary>
    /// The context of the messages that follow from this one. Without a span here, such as on a node that does not
    /// trace, it is the context that came.
    /// </summary>
    public string? Context => span is null ? parent : span.Recorded ? span.Id : null;

    /// <summary>The span; null where there is none.</summary>
    public Activity? Span => span;

    /// <summary>Begins the span of a message that has come with a context, or with none.</summary>
    public static MessageTrace BeginTrace(
        IApplication application, Message message, string? parent, ActivityKind kind)
    {
        if (parent is null || !Source.HasListeners() || !ActivityContext.TryParse(parent, null, out var context))
        {
            return new MessageTrace(parent, span: null);
        }

        // A lane works on many messages side by side: none of them is the activity of its thread.
        var before = Activity.Current;
        var span = Source.StartActivity(application.Wire.NameOf(message), kind, context);
        Activity.Current = before;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TelemetryNames.Service, message.To.Name);
            application.Describe(span, message);
        }

        return new MessageTrace(parent, span);
    }

    /// <summary>
    /// The context of one message that follows from this one. A message that lets another process go on, such as the
    /// end of a hold it waited for, is no part of that process's trace.
    /// </summary>
    public string? ContextOf(Message cause, Message message) =>
        Context is { } context && !(cause is ICorrelated own && message is ICorrelated other
            && own.Correlation != other.Correlation)
            ? context
            : null;

    /// <summary>Records which public event the message has caused.</summary>
    public void Record(PublicEvent happened) =>
        span?.SetTag($"cartwright.{happened.From.Name}.event", happened.Name);

    /// <summary>Notes that the message could not be handled.</summary>
    public void Fail(Exception bug) => span?.SetStatus(ActivityStatusCode.Error, bug.Message);
}
