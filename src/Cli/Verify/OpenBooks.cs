using Cartwright.Domain.Audit;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Cli.Verify;

/// <summary>The input of an audit: the rows of the services, and the engine's own beside them.</summary>
/// <param name="Now">The time by which the rows were written, in milliseconds since 1970.</param>
/// <param name="Rows">The services' rows, and the stored replies.</param>
/// <param name="Replies">When stored replies are forgotten.</param>
/// <param name="Parked">Messages that wait for an operator.</param>
/// <param name="OldestEnvelopes">For each outbox, since when its oldest envelope waits.</param>
/// <param name="Unread">Takes the rows that turn out to be unreadable.</param>
internal sealed record OpenBooks(
    long Now,
    BookRows Rows,
    IEnumerable<(string Key, long? Due)> Replies,
    IEnumerable<(string Id, ParkedMessage Message)> Parked,
    IEnumerable<(Role Role, long? Since)> OldestEnvelopes,
    UnreadRows Unread);
