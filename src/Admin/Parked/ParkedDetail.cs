namespace Cartwright.Admin.Parked;

/// <summary>A parked message with its bytes.</summary>
public sealed record ParkedDetail : ParkedSummary
{
    /// <summary>The bytes as text; base64 where they are no text.</summary>
    public required string Body { get; init; }

    public required bool IsBase64 { get; init; }
}
