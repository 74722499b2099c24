using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Exploration.Rules;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration;

/// <summary>A command that clients may send a limited number of times, at any moment.</summary>
/// <param name="Times">How often it may take effect. A command without effect, such as a rejected one, does not
/// count.</param>
/// <param name="Make">The command, from the number of the next attempt.</param>
internal sealed record ClientCommand(int Times, Func<AttemptId, Message> Make)
{
    /// <summary>The number of earlier attempts that it requires.</summary>
    public int After { get; init; }

    /// <summary>Whether it uses the number of the next attempt.</summary>
    public bool IsNewAttempt => Make(new AttemptId(1)) != Make(new AttemptId(2));
}

/// <summary>
/// A small world to be searched. Orders, items and users are numbered from 0; a number without a row in the preparation
/// is unknown.
/// </summary>
internal sealed record Scenario(string Name)
{
    public required int Orders { get; init; }

    public required int Items { get; init; }

    public required int Users { get; init; }

    /// <summary>The maximum of attempts; a checkout beyond it does not happen.</summary>
    public required int Attempts { get; init; }

    /// <summary>The rows at the beginning.</summary>
    public required ImmutableArray<Message> Prepared { get; init; }

    public required ImmutableArray<ClientCommand> Clients { get; init; }

    /// <summary>The sagas of the world's order service.</summary>
    public OrderSagas Sagas { get; init; } = OrderSagas.Standard;

    /// <summary>The rows as the views of sagas read them.</summary>
    public Func<IRows, IRows> ViewRows { get; init; } = rows => rows;

    /// <summary>Tables beside the shop's own, with a row for each attempt.</summary>
    public ImmutableArray<Table> TablesByAttempt { get; init; } = [];

    /// <summary>A further condition on an attempt in a quiet state; returns null if it holds.</summary>
    public Func<StateView, int, Violation?>? AtRest { get; init; }

    /// <summary>The maximum of searched states; null for all.</summary>
    public int? StatesMax { get; init; }
}
