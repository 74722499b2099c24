using Cartwright.Domain;
using Cartwright.Domain.Audit;

namespace Cartwright.Cli.Verify;

/// <summary>The findings of an audit.</summary>
/// <param name="Totals">The totals.</param>
/// <param name="ParkedCount">How many messages wait for an operator.</param>
internal sealed record VerifyReport(BookTotals Totals, long ParkedCount)
{
    // A longer list is of no use; beyond this many, the books are wrong and not only busy.
    private const int KeptMax = 10_000;

    private readonly List<Finding> _findings = [];

    /// <summary>The attempts with taken stock, by a parked message.</summary>
    public IReadOnlySet<AttemptId> Returnable { get; init; } = new HashSet<AttemptId>();

    /// <summary>How much is wrong.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>The first of it, in words.</summary>
    public IReadOnlyList<string> Errors =>
        [.. _findings.Where(finding => !finding.IsUnfinished).Select(finding => finding.Text)];

    /// <summary>How much has been unfinished for too long.</summary>
    public long UnfinishedCount { get; private set; }

    /// <summary>The first of it, in words.</summary>
    public IReadOnlyList<string> Unfinished =>
        [.. _findings.Where(finding => finding.IsUnfinished).Select(finding => finding.Text)];

    /// <summary>The attempts with records in several databases that contradict each other.</summary>
    public IReadOnlySet<AttemptId> Suspects =>
        _findings.Select(finding => finding.Across).OfType<AttemptId>().ToHashSet();

    /// <summary>Whether there were more findings than are kept.</summary>
    public bool IsCut => ErrorCount + UnfinishedCount > _findings.Count;

    public void AddFinding(Finding finding)
    {
        ErrorCount += finding.IsUnfinished ? 0 : 1;
        UnfinishedCount += finding.IsUnfinished ? 1 : 0;
        if (_findings.Count < KeptMax)
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Takes back suspects that moved meanwhile: all but those that were found wrong before too.</summary>
    public void KeepConfirmed(IReadOnlySet<AttemptId> attempts) => ErrorCount -= _findings.RemoveAll(
        finding => finding.Across is { } attempt && !attempts.Contains(attempt));
}
