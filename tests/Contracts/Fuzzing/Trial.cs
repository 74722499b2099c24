using Cartwright.Contracts.Documents;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>A request that is tried.</summary>
/// <param name="Operation">The operation that it calls; null if the document describes no such call.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">A path with names in braces, in whose places the shop's own numbers are put.</param>
/// <param name="Validity">Whether the document allows all of its values.</param>
internal sealed record Trial(ApiOperation? Operation, string Method, string Path, Validity Validity)
{
    public string Query { get; init; } = "";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string? Body { get; init; }

    /// <summary>The request on the wire, with numbers that exist in the shop.</summary>
    public WireRequest ToRequest(Goods goods) => new(Method, goods.Fill(Path) + Query, Headers, Body);
}
