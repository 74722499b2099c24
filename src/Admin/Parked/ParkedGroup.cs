namespace Cartwright.Admin.Parked;

/// <summary>Parked messages of one service with one type and one error.</summary>
/// <param name="Service">The service.</param>
/// <param name="Type">The type.</param>
/// <param name="Error">The error with <c>#</c> for each number, as a query or a choice takes it.</param>
/// <param name="Count">How many there are.</param>
/// <param name="OldestAt">When the oldest was parked, in milliseconds since 1970.</param>
public sealed record ParkedGroup(string Service, string Type, string Error, int Count, long OldestAt);
