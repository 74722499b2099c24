namespace Cartwright.Admin;

/// <summary>
/// The credentials with which an operator has opened a page. The user of each request for pages is one, where
/// credentials are asked for.
/// </summary>
public interface IOperatorCredentials
{
    /// <summary>Whether they are still valid: a key can have been removed since, and a token have expired.</summary>
    ValueTask<bool> AreValidAsync(CancellationToken cancellation);
}
