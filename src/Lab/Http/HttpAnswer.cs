namespace Cartwright.Lab.Http;

/// <summary>An answer with its whole body.</summary>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body, int RetryAfterSeconds);
