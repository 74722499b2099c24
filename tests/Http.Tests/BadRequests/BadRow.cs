namespace Cartwright.Http.Tests.BadRequests;

/// <summary>A request that must be refused, and how.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with the names of the quiet shop's own numbers in braces.</param>
/// <param name="Status">The status to expect.</param>
/// <param name="Code">The code to expect.</param>
internal sealed record BadRow(string Method, string Path, int Status, string Code)
{
    /// <summary>Instead of a code: the server refuses it before it reaches the shop, with an empty body.</summary>
    public const string BeforeTheShop = "";
}
