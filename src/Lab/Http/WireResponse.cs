namespace Cartwright.Lab.Http;

/// <summary>
/// An answer as it came. The body is a view into the connection's buffer: it is valid until the next request
/// on that connection.
/// </summary>
internal readonly record struct WireResponse(int Status, ReadOnlyMemory<byte> Body, int RetryAfterSeconds);
