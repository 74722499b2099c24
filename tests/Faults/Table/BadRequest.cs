namespace Cartwright.Faults.Table;

/// <summary>
/// One request that must be refused. Names in braces stand for what the shop under test has: {order}, {paid}, {item},
/// {user}, and {key}, an Idempotency-Key that came with another request.
/// </summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Text">The whole request; a character is a byte.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code">The code of the problem; null where the server answers before the shop is asked.</param>
internal sealed record BadRequest(string Name, string Text, int Status, string? Code)
{
    /// <summary>Where the status of a code is not 400.</summary>
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["unknown-order"] = 404,
        ["unknown-user"] = 404,
        ["unknown-item"] = 404,
        ["no-such-path"] = 404,
        ["method-not-allowed"] = 405,
        ["order-paid"] = 409,
        ["order-not-paid"] = 409,
        ["body-too-large"] = 413,
        ["idempotency-key-reused"] = 422,
    };

    public bool IsHead => Text.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <summary>A request that the shop itself refuses.</summary>
    /// <param name="line">Method and target.</param>
    /// <param name="code">The problem's code, which tells its status.</param>
    /// <param name="headers">Lines of headers.</param>
    public static BadRequest Of(string line, string code, params string[] headers) => new(
        string.Join(", ", [line, .. headers]),
        string.Join("\r\n", [$"{line} HTTP/1.1", "Host: shop", .. headers, "", ""]),
        Statuses.GetValueOrDefault(code, 400),
        code);

    /// <summary>The rows of a table: cells between bars.</summary>
    public static IEnumerable<string[]> Rows(string table) => table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(row => row.Split('|', StringSplitOptions.TrimEntries));
}
