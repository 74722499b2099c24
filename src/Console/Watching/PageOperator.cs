using Cartwright.Admin;
using Microsoft.AspNetCore.Components.Authorization;

namespace Cartwright.AdminConsole.Watching;

/// <summary>
/// The operator who has opened a page. The connection of a page outlives its request, so that the credentials are
/// checked again at each reading and before each action.
/// </summary>
internal sealed class PageOperator(AuthenticationStateProvider state)
{
    public const string Refusal =
        "The credentials with which this page was opened are no longer valid. Nothing was changed.";

    /// <summary>Checks the credentials; without a name, none are asked for.</summary>
    public async Task<bool> IsAllowedAsync(CancellationToken cancellation)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        return user is IOperatorCredentials credentials
            ? await credentials.AreValidAsync(cancellation)
            : user.Identity is not { IsAuthenticated: true };
    }

    /// <summary>Checks the credentials.</summary>
    /// <exception cref="AdminFault">They are no longer valid.</exception>
    public async Task RequireAsync(CancellationToken cancellation)
    {
        if (!await IsAllowedAsync(cancellation))
        {
            throw new AdminFault(Refusal);
        }
    }
}
