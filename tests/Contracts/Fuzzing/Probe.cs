using Cartwright.Contracts.Documents;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>Whether the document allows a value.</summary>
internal enum Validity
{
    /// <summary>It does: the value itself must not be rejected.</summary>
    Valid,

    /// <summary>The document leaves it open, as with leading zeros of an integer.</summary>
    Open,

    /// <summary>It does not: the request must be rejected.</summary>
    Invalid,

    /// <summary>The value is not valid HTTP, or too long for it: the web server rejects it without a body.</summary>
    NoHttp,
}

/// <summary>A value for a parameter.</summary>
/// <param name="Text">Its characters as they are sent; in a path and in a query they are escaped already.</param>
internal sealed record Probe(string Text, Validity Validity)
{
    /// <summary>A text that is escaped as a client library would.</summary>
    public static Probe Escaped(ApiParameter parameter, string text) =>
        new(Uri.EscapeDataString(text), Probes.Judge(parameter, text));
}
