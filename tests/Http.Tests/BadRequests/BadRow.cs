namespace Cartwright.Http.Tests.BadRequests;

/// <summary>A request that must be rejected, with the expected answer.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with the names of the quiet shop's own numbers in braces.</param>
/// <param name="Status">The expected status.</param>
/// <param name="Code">The expected code.</param>
internal sealed record BadRow(string Method, string Path, int Status, string Code)
{
    /// <summary>
    /// In place of a code: the web server rejects the request before it reaches the shop, with an empty body.
    /// </summary>
    public const string BeforeTheShop = "";
}
