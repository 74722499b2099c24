namespace Cartwright.Admin.Nodes;

/// <summary>An account for which attempts wait.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Credit">The credit that can be spent now.</param>
/// <param name="Held">The sum of the holds in flight.</param>
/// <param name="Holds">How many holds there are.</param>
/// <param name="Waiting">The orders in the waiting room, by the order of arrival.</param>
/// <param name="OldestHoldAt">When the oldest hold began, in milliseconds since 1970.</param>
public sealed record BusyAccount(
    string UserId, long Credit, long Held, int Holds, IReadOnlyList<string> Waiting, long? OldestHoldAt);
