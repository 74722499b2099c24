namespace Cartwright.Lab.Http;

/// <summary>
/// No usable answer came: refused, broken, timed out, or not HTTP. Whether the request had an effect is unknown.
/// </summary>
internal sealed class HttpFault(string message, Exception? inner) : Exception(message, inner);
