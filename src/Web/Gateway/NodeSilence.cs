using System.Security.Authentication;

namespace Cartwright.Web.Gateway;

/// <summary>The reason why a node did not answer, in words.</summary>
internal static class NodeSilence
{
    /// <summary>
    /// The reason of a failed request. What the layers above say of a failed handshake is that there was one.
    /// </summary>
    public static string Explain(Exception? fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException handshake)
            {
                return handshake.Message;
            }
        }

        return fault?.Message ?? "silence";
    }
}
