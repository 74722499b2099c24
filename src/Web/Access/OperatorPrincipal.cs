using System.Security.Claims;
using System.Security.Principal;
using Cartwright.Admin;

namespace Cartwright.Web.Access;

/// <summary>The operator of a page, whose connection lasts: with the credentials that have opened it.</summary>
internal sealed class OperatorPrincipal(string name, LastingCaller caller)
    : ClaimsPrincipal(new GenericIdentity(name)), IOperatorCredentials
{
    public async ValueTask<bool> AreValidAsync(CancellationToken cancellation) =>
        await caller.FindAsync(cancellation) is not null;
}
