namespace Cartwright.Admin;

/// <summary>Who acts, and why. It is written to the audit log with the action.</summary>
/// <param name="Reason">1 to <see cref="ReasonCharactersMax"/> characters, without control characters.</param>
/// <param name="Operator">Who asked for it; an address where no name is known.</param>
public sealed record OperatorAction(string Reason, string Operator)
{
    public const int ReasonCharactersMax = 200;
}
