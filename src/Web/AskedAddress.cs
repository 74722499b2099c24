using Cartwright.Web.Access;

namespace Cartwright.Web;

/// <summary>
/// The address at which a server was asked to listen, and the check that it does. Guards and rules are chosen by the
/// asked address before there is a socket.
/// </summary>
/// <param name="url">The address.</param>
internal sealed class AskedAddress(string url)
{
    /// <summary>Fails if other machines reach a server that was asked to be for this machine alone.</summary>
    /// <param name="bound">Where the server listens.</param>
    /// <exception cref="InvalidOperationException">It listens elsewhere.</exception>
    public void RequireReach(IEnumerable<string> bound)
    {
        if (LocalGuard.IsNeeded(url)
            && bound.FirstOrDefault(address => !LocalGuard.IsNeeded(address)) is { } elsewhere)
        {
            throw new InvalidOperationException(
                $"The server was asked to listen at {url}, and listens at {elsewhere}.");
        }
    }
}
