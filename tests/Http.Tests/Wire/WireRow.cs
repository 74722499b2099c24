namespace Cartwright.Http.Tests.Wire;

/// <summary>Bytes that one connection sends, and the answers to them.</summary>
/// <param name="Answers">
/// The statuses of all answers, with blanks between them; empty where the connection ends without one.
/// </param>
/// <param name="Text">The bytes, one for each character.</param>
internal sealed record WireRow(string Answers, string Text);
