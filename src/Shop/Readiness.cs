namespace Cartwright.Shop;

/// <summary>Why a node cannot serve requests, in the words of its probe and of its reports to operators.</summary>
public static class Readiness
{
    public const string EngineTrouble = "the engine does not run";

    public const string DatabaseTrouble = "the database does not answer";

    /// <summary>How long a probe waits for the databases of a process, all of them together.</summary>
    public static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(1);

    /// <summary>The trouble of a node; null where it can serve.</summary>
    /// <param name="node">The node.</param>
    /// <param name="hasDatabase">Whether its database answers.</param>
    public static string? TroubleOf(ShopNode node, bool hasDatabase) =>
        !node.Engine.IsReady ? EngineTrouble
        : hasDatabase ? null
        : DatabaseTrouble;
}
