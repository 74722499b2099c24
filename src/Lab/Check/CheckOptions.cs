using Cartwright.Lab.Http;

namespace Cartwright.Lab.Check;

/// <summary>The options of `cartwright check`.</summary>
internal sealed record CheckOptions
{
    public required ServerAddress Address { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Users of a round, each with one credit.</summary>
    public required int Users { get; init; }

    /// <summary>Units of the only item of a round.</summary>
    public required int Stock { get; init; }

    /// <summary>Orders of a round, each one unit for a random user, all checked out at the same time.</summary>
    public required int Orders { get; init; }

    /// <summary>True to be answered with the outcome, false with the acceptance.</summary>
    public required bool FinalReply { get; init; }

    public required int Seed { get; init; }

    /// <summary>How long the first call is repeated: a shop that does not answer by then is not there.</summary>
    public TimeSpan ContactPatience { get; init; } = TimeSpan.FromSeconds(15);
}
