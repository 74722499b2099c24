namespace Cartwright.Admin.Parked;

/// <summary>Which parked messages are listed. All conditions hold together.</summary>
public sealed record ParkedQuery
{
    public const int LimitMax = 1_000;

    public string? Service { get; init; }

    /// <summary>The part of an id before the slash, such as <c>take-stock.v1</c> or <c>unreadable</c>.</summary>
    public string? Type { get; init; }

    /// <summary>A part of the error's text, in any case of letters; <c>#</c> stands for any number.</summary>
    public string? Error { get; init; }

    /// <summary>1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The <see cref="ParkedPage.Cursor"/> of the page before.</summary>
    public string? Cursor { get; init; }
}
