namespace Cartwright.Http.Tests.Server;

/// <summary>An address that refuses connections at once: the port of a service that no machine runs.</summary>
internal static class Nowhere
{
    public const string Address = "http://127.0.0.1:9";
}
