using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Cartwright.Admin.Parked;

/// <summary>A parked message with its bytes.</summary>
public sealed record ParkedDetail : ParkedSummary
{
    [JsonConstructor]
    public ParkedDetail()
    {
    }

    // The bytes are set by the caller.
    [SetsRequiredMembers]
    internal ParkedDetail(ParkedSummary summary)
        : base(summary) => Body = "";

    /// <summary>The bytes as text; base64 where they are no text.</summary>
    public required string Body { get; init; }

    public required bool IsBase64 { get; init; }
}
