namespace Cartwright.Contracts.Sessions;

/// <summary>
/// The README's session as a generated client saw it: a sale, and then a checkout and a subtraction of more units than
/// there are. Every value was read from a typed member.
/// </summary>
public sealed record SessionReport
{
    /// <summary>The credit after money was added.</summary>
    public required long Funded { get; init; }

    /// <summary>The stock after units were added.</summary>
    public required long Stocked { get; init; }

    /// <summary>The order's total after its item was added.</summary>
    public required long Total { get; init; }

    /// <summary>The status with which the checkout was answered.</summary>
    public required string Status { get; init; }

    /// <summary>Whether the order that was found is paid.</summary>
    public required bool IsPaid { get; init; }

    /// <summary>The total of the order that was found.</summary>
    public required long FoundTotal { get; init; }

    /// <summary>The cost of its only line.</summary>
    public required long LineCost { get; init; }

    /// <summary>The credit after the sale.</summary>
    public required long Credit { get; init; }

    /// <summary>The units in stock after the sale.</summary>
    public required long Stock { get; init; }

    /// <summary>The HTTP status of the checkout that failed.</summary>
    public required int FailedStatus { get; init; }

    /// <summary>The code of its problem.</summary>
    public required string FailedCode { get; init; }

    /// <summary>The units that the problem of a subtraction names as wanted.</summary>
    public required long Wanted { get; init; }

    /// <summary>The units that it names as available.</summary>
    public required long Available { get; init; }

    /// <summary>The code of the problem with which an unknown order is answered.</summary>
    public required string UnknownCode { get; init; }
}
