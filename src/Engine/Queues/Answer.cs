using Cartwright.Kernel;

namespace Cartwright.Engine.Queues;

/// <summary>The answer to a command's client, after the commit.</summary>
/// <param name="Reply">The business's reply.</param>
/// <param name="Row">The committed state of the row that an <see cref="IRowReply"/> is about.</param>
public sealed record Answer(Reply Reply, object? Row = null);
