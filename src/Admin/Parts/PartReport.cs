namespace Cartwright.Admin.Parts;

/// <summary>One process of a local cluster.</summary>
/// <param name="Name">Its name in the cluster, such as <c>stock-1</c>.</param>
/// <param name="Role">Its role: a service, <c>gateway</c>, or the kind of a server.</param>
/// <param name="ProcessId">Its process; null while it is down.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="IsReady">Whether it answers.</param>
/// <param name="Restarts">How often it was started again.</param>
public sealed record PartReport(string Name, string Role, int? ProcessId, int Port, bool IsReady, int Restarts);
