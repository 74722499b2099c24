namespace Cartwright.Admin.Nodes;

/// <summary>The rows that many checkouts compete for.</summary>
/// <param name="Items">The items changed most often of late, the hottest first; at most 50.</param>
/// <param name="Accounts">Accounts with a waiting room, the fullest first; at most 50.</param>
/// <param name="Silent">The services that did not answer.</param>
public sealed record ContentionReport(
    IReadOnlyList<HotItem> Items, IReadOnlyList<BusyAccount> Accounts, IReadOnlyList<string> Silent);
