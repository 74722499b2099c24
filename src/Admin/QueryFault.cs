namespace Cartwright.Admin;

/// <summary>A query that nothing can answer: a value in it is malformed. The message names it.</summary>
public sealed class QueryFault(string message) : Exception(message);
