namespace Cartwright.CommandLine;

/// <summary>A verb was asked for something that cannot be; the message says what, and the exit status is 2.</summary>
public sealed class UsageFault(string message) : Exception(message);
