namespace Cartwright.Lab.Torture;

/// <summary>The audit of a cluster's books came to no verdict; the message states the reason.</summary>
internal sealed class AuditFault(string message) : Exception(message);
