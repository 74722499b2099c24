namespace Cartwright.Admin;

/// <summary>The operator of an action, and the reason. Both are written to the audit log.</summary>
/// <param name="Reason">1 to <see cref="ReasonCharactersMax"/> characters, without control characters.</param>
/// <param name="Operator">The name of the operator; an address where no name is known.</param>
public sealed record OperatorAction(string Reason, string Operator)
{
    public const int ReasonCharactersMax = 200;
}
