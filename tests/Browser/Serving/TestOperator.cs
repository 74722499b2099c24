using System.Security.Claims;
using System.Security.Principal;
using Cartwright.Admin;

namespace Cartwright.Browser.Serving;

/// <summary>An operator with credentials that a test ends.</summary>
internal sealed class TestOperator() : ClaimsPrincipal(new GenericIdentity("tester")), IOperatorCredentials
{
    private volatile bool _isValid = true;

    public bool IsValid
    {
        get => _isValid;
        set => _isValid = value;
    }

    public ValueTask<bool> AreValidAsync(CancellationToken cancellation) => ValueTask.FromResult(_isValid);
}
