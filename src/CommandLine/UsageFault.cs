namespace Cartwright.CommandLine;

/// <summary>
/// A verb was used in a way that is not possible; the message names the mistake, and the exit status is 2.
/// </summary>
public sealed class UsageFault(string message) : Exception(message);
