using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Exploration.Rules;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration;

/// <summary>Something that clients do up to so many times, at any moment.</summary>
/// <param name="Times">How often it may take effect. What has no effect, a refusal say, does not count.</param>
/// <param name="Make">The command, from the number of the next attempt.</param>
internal sealed record ClientCommand(int Times, Func<AttemptId, Message> Make)
{
    /// <summary>How many attempts there must have been before it can come.</summary>
    public int After { get; init; }

    /// <summary>Whether it uses the number of the next attempt.</summary>
    public bool IsNewAttempt => Make(new AttemptId(1)) != Make(new AttemptId(2));
}

/// <summary>
/// A small world to be searched. Orders, items and users are numbered from 0; a number that the preparation does
/// not make is unknown.
/// </summary>
internal sealed record Scenario(string Name)
{
    public required int Orders { get; init; }

    public required int Items { get; init; }

    public required int Users { get; init; }

    /// <summary>How many attempts there can be; a checkout after that does not happen.</summary>
    public required int Attempts { get; init; }

    /// <summary>What is there before anything happens.</summary>
    public required ImmutableArray<Message> Prepared { get; init; }

    public required ImmutableArray<ClientCommand> Clients { get; init; }

    /// <summary>Tables beside the shop's own, with a row for each attempt.</summary>
    public ImmutableArray<Table> TablesByAttempt { get; init; } = [];

    /// <summary>What must hold besides of an attempt in a quiet state; null where it does.</summary>
    public Func<StateView, int, Violation?>? AtRest { get; init; }

    /// <summary>How many states are searched at most; null for all.</summary>
    public int? StatesMax { get; init; }
}
