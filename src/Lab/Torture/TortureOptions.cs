namespace Cartwright.Lab.Torture;

/// <summary>The options of `cartwright torture`.</summary>
internal sealed record TortureOptions
{
    /// <summary>The directory of a running cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>After this time no new round begins.</summary>
    public required int Minutes { get; init; }

    /// <summary>After so many rounds no new one begins; null for as many as the time allows.</summary>
    public int? Rounds { get; init; }

    /// <summary>Chooses the faults, their parts and their moments.</summary>
    public required int Seed { get; init; }

    public required IReadOnlyList<FaultKind> Kinds { get; init; }

    /// <summary>The command that does the same again.</summary>
    public string Repeat => $"./cartwright torture --cluster {Cluster} --minutes {Minutes} --seed {Seed}"
        + (Rounds is { } rounds ? $" --rounds {rounds}" : string.Empty)
        + (Kinds.Count == FaultKinds.All.Count ? "" : $" --faults {string.Join(',', Kinds.Select(FaultKinds.NameOf))}");
}
