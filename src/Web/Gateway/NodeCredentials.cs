using Cartwright.Web.Tls;

namespace Cartwright.Web.Gateway;

/// <summary>The credentials of a gateway for the admin addresses of its nodes.</summary>
/// <param name="Tls">Its certificates; null where no node is encrypted.</param>
/// <param name="ReadKey">Reads its API key as it is now; empty for none.</param>
public sealed record NodeCredentials(ProcessTls? Tls, Func<string> ReadKey)
{
    /// <summary>None: the nodes are open, and on this machine.</summary>
    public static NodeCredentials None { get; } = new(null, () => string.Empty);
}
