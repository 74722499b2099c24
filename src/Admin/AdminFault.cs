namespace Cartwright.Admin;

/// <summary>A part of the shop did not answer. The message names it.</summary>
public sealed class AdminFault(string message, Exception? inner = null) : Exception(message, inner);
