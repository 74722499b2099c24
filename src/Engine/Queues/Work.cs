using Cartwright.Kernel;

namespace Cartwright.Engine.Queues;

/// <summary>A client that waits for its command's answer.</summary>
/// <param name="Key">The Idempotency-Key, where one was given.</param>
/// <param name="Request">Method and path of the request.</param>
/// <param name="GiveUpAt">Until when the command may wait to be tried, by the engine's <see cref="NodeTime"/>.</param>
internal sealed record Client(string? Key, string Request, long GiveUpAt)
{
    private readonly TaskCompletionSource<Answer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Answer> Answer => _answer.Task;

    public void SendAnswer(Answer answer) => _answer.TrySetResult(answer);

    public void RejectRequest(NotServed why, Exception? inner = null) =>
        _answer.TrySetException(new NotServedException(why, inner));
}

/// <summary>One message on its way through a batch: its source, and the callbacks at its end.</summary>
internal sealed class Work
{
    public required Message Message { get; init; }

    /// <summary>Its source, for the operator that finds it parked.</summary>
    public required string Origin { get; init; }

    /// <summary>The W3C trace context of its cause; null without a trace.</summary>
    public string? Traceparent { get; init; }

    /// <summary>The client, for a command.</summary>
    public Client? Client { get; init; }

    /// <summary>The record of the log it came with.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>The row that a sweep has found; the result may be dropped, the sweep finds the row again.</summary>
    public Key? Swept { get; init; }

    /// <summary>The sweep's work that brought this parked message back; null for everything else.</summary>
    public Work? Replays { get; init; }

    /// <summary>Whether it undoes the work that a parked message reports, in place of the message.</summary>
    public bool IsRepair { get; init; }

    /// <summary>Since when it waits for a row, in milliseconds of the node's uptime; null while it does not.</summary>
    public long? BlockedSince { get; set; }

    /// <summary>Whether another node may have the message by now: then it is dropped.</summary>
    public bool IsStale => Receipt is { Partition.IsLost: true };
}
