namespace Cartwright.AdminConsole.Shown;

/// <summary>An action that an operator is about to take.</summary>
/// <param name="Verb">The action in one or two words, for its button.</param>
/// <param name="Question">The action with everything that it is about.</param>
/// <param name="Effect">Its effect, in a sentence or two.</param>
/// <param name="RunAsync">Runs it with the reason, and returns its result in a sentence.</param>
public sealed record ActionPlan(string Verb, string Question, string Effect, Func<string, Task<string>> RunAsync);
