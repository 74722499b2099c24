using Cartwright.Domain.Audit;

namespace Cartwright.Cli.Verify;

/// <summary>What an audit has found.</summary>
/// <param name="Totals">What was seen.</param>
/// <param name="ParkedCount">How many messages wait for somebody to act.</param>
/// <param name="ErrorCount">How much is wrong.</param>
/// <param name="Errors">The first of it, in words.</param>
internal sealed record VerifyReport(
    BookTotals Totals, long ParkedCount, long ErrorCount, IReadOnlyList<string> Errors);
