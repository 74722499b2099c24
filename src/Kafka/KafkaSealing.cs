using Cartwright.Kernel;

namespace Cartwright.Kafka;

/// <summary>How envelopes are protected from other writers to the inboxes.</summary>
/// <param name="KeysFile">A file of a <see cref="Engine.Options.KeyRing"/>; it is read again when it changes.</param>
/// <param name="FindForbidden">
/// The name of a message in an envelope that the service of this name may not send to the other; null where there is
/// none.
/// </param>
public sealed record KafkaSealing(string KeysFile, Func<string, Role, ReadOnlyMemory<byte>, string?> FindForbidden);
