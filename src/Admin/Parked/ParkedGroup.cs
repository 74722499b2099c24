namespace Cartwright.Admin.Parked;

/// <summary>Parked messages of one service with one type and one error.</summary>
public sealed record ParkedGroup(string Service, string Type, string Error, int Count, long OldestAt);
