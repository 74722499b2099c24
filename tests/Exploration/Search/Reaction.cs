using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>The effect of a message on the rows that it names, in the numbers of the stores.</summary>
internal sealed record Reaction
{
    /// <summary>The rows that really change: the place and the number of the new version.</summary>
    public (int Place, ushort Number)[] Changes { get; init; } = [];

    /// <summary>The places of changed rows that the message does not name: only new ones.</summary>
    public int[] Inserts { get; init; } = [];

    /// <summary>The statuses of attempts that the changed orders name.</summary>
    public (int Attempt, Verdict Verdict)[] Verdicts { get; init; } = [];

    public ushort[] Sends { get; init; } = [];

    public Reply? Reply { get; init; }

    /// <summary>The violation of this decision; null if it has none.</summary>
    public Violation? Violation { get; init; }
}
