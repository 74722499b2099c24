using Cartwright.Admin.Nodes;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The contention that several nodes report, as one.</summary>
internal static class JoinedContention
{
    private const int CountMax = 50;

    /// <summary>
    /// Adds up the changes of an item that several nodes have made, and lists an account once: all nodes of a service
    /// read the same accounts.
    /// </summary>
    /// <param name="reports">The answers of all nodes that answered.</param>
    /// <param name="silent">The services without one.</param>
    public static ContentionReport Of(IReadOnlyCollection<ContentionReport> reports, IEnumerable<string> silent) => new(
        [
            .. reports.SelectMany(report => report.Items)
                .GroupBy(item => item.ItemId)
                .Select(same => new HotItem(
                    same.Key,
                    same.Sum(item => item.PerSecond),
                    same.Select(item => item.Stock).FirstOrDefault(stock => stock is not null)))
                .OrderByDescending(item => item.PerSecond)
                .ThenBy(item => item.ItemId, StringComparer.Ordinal)
                .Take(CountMax),
        ],
        [
            .. reports.SelectMany(report => report.Accounts)
                .DistinctBy(account => account.UserId)
                .OrderByDescending(account => account.Waiting.Count)
                .ThenBy(account => account.UserId, StringComparer.Ordinal)
                .Take(CountMax),
        ],
        [.. silent]);
}
