using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>What a message does to the rows that it names, in the numbers of the stores.</summary>
internal sealed record Reaction
{
    /// <summary>The rows that really change: the place and the number of the new version.</summary>
    public (int Place, ushort Number)[] Changes { get; init; } = [];

    /// <summary>The places of changed rows that the message does not name: new ones, and nothing else.</summary>
    public int[] Inserts { get; init; } = [];

    /// <summary>What the changed orders say about the attempts that they name.</summary>
    public (int Attempt, Verdict Verdict)[] Verdicts { get; init; } = [];

    public ushort[] Sends { get; init; } = [];

    public Reply? Reply { get; init; }

    /// <summary>What is wrong with this decision; null if nothing is.</summary>
    public Violation? Violation { get; init; }
}
