using System.Diagnostics;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Domain;
using Cartwright.Domain.Audit;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Verify;

/// <summary>The audit of a shop's books, at rest or in use.</summary>
internal static class Auditor
{
    private const int LooksMax = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Everything in one file.</summary>
    public static VerifyReport AuditEmbedded(EmbeddedPlace place, long olderThanMs)
    {
        var file = DatabasesAtRest.In(place);
        return BookSources.ReadBooks(
            ShopServices.Roles.ToDictionary(role => role, _ => file), books => AuditBooks(books, olderThanMs));
    }

    /// <summary>
    /// Everything in three databases. An attempt that moves between their snapshots can look wrong. It is believed to
    /// be only when it looks wrong three times: no attempt has enough steps to be caught in each of three gaps. A
    /// contradiction inside one database is believed at once.
    /// </summary>
    /// <param name="databases">Their connection strings.</param>
    /// <param name="patience">How long servers may not answer.</param>
    /// <param name="olderThanMs">How long something may be unfinished.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="TransientFault">A server does not answer for longer than that.</exception>
    public static async Task<VerifyReport> AuditServicesAsync(
        IReadOnlyDictionary<Role, string> databases, TimeSpan patience, long olderThanMs, CancellationToken stop)
    {
        IReadOnlySet<AttemptId>? suspects = null;
        for (var look = 1; ; look++)
        {
            var report = await ReadBooksAsync(databases, patience, olderThanMs, stop);
            if (report.IsCut)
            {
                return report;
            }

            suspects = suspects is null ? report.Suspects : report.Suspects.Intersect(suspects).ToHashSet();
            if (suspects.Count == 0 || look == LooksMax)
            {
                report.KeepConfirmed(suspects);
                return report;
            }

            await Task.Delay(Pause, stop);
        }
    }

    /// <summary>The same, once nothing is unfinished for too long, or after so long.</summary>
    public static async Task<VerifyReport> AuditSettledAsync(
        IReadOnlyDictionary<Role, string> databases,
        TimeSpan patience,
        TimeSpan settle,
        long olderThanMs,
        CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var report = await AuditServicesAsync(databases, patience, olderThanMs, stop);
            if (report.UnfinishedCount == 0 || waiting.Elapsed >= settle)
            {
                return report;
            }

            await Task.Delay(Pause, stop);
        }
    }

    private static async Task<VerifyReport> ReadBooksAsync(
        IReadOnlyDictionary<Role, string> databases, TimeSpan patience, long olderThanMs, CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        var services = databases.ToDictionary(
            database => database.Key, database => DatabasesAtRest.Of(database.Key, database.Value));
        while (true)
        {
            try
            {
                return BookSources.ReadBooks(services, books => AuditBooks(books, olderThanMs));
            }
            catch (TransientFault) when (waiting.Elapsed < patience)
            {
                // The servers may be on their way up.
                await Task.Delay(Pause, stop);
            }
        }
    }

    private static VerifyReport AuditBooks(OpenBooks books, long olderThanMs)
    {
        var time = new AuditTime(books.Now, olderThanMs);
        var rows = books.Parked.Select(row => new ParkedRow(row.Id, row.Message)).ToList();
        var parked = rows.Where(row => !row.IsReturned).Select(row => (row.Id, row.To, row.Due)).ToList();
        var repaired = rows.Where(row => row.IsReturned).Select(row => row.Taken).OfType<AttemptId>().ToHashSet();
        var report = new VerifyReport(new BookTotals(), parked.Count)
        {
            Returnable = rows.Where(row => !row.IsReturned).Select(row => row.Taken).OfType<AttemptId>().ToHashSet(),
        };
        var found = Books.CheckBooks(books.Rows with { Repaired = repaired }, time, report.Totals);
        foreach (var finding in found.Concat(CheckEngine(books, parked, time)))
        {
            books.Unread.TakeFindings().ToList().ForEach(report.AddFinding);
            report.AddFinding(finding);
        }

        books.Unread.TakeFindings().ToList().ForEach(report.AddFinding);
        return report;
    }

    // The engine's own rows: those that are never retried, never forgotten, or never sent.
    private static IEnumerable<Finding> CheckEngine(
        OpenBooks books, IEnumerable<(string Id, Role To, long? Due)> parked, AuditTime time)
    {
        foreach (var (id, to, _) in parked.Where(row => !ShopServices.Roles.Contains(row.To)))
        {
            yield return new Finding($"the parked message {id} is for the {to.Name} service, which does not exist");
        }

        foreach (var (id, _, due) in parked.Where(row => row.Due is { } due && time.IsAhead(due)))
        {
            yield return new Finding(
                $"the parked message {id} will not be tried again before {AuditTime.FormatUtc(due!.Value)}");
        }

        foreach (var (key, due) in books.Replies.Where(row => row.Due is not { } due || time.IsFarAhead(due)))
        {
            var end = due is { } forgotten ? AuditTime.FormatUtc(forgotten) : "the end of time";
            yield return new Finding($"the stored reply {key} is kept until {end}");
        }

        foreach (var (role, since) in books.OldestEnvelopes)
        {
            if (since is { } oldest && time.IsTooLong(oldest))
            {
                yield return new Finding(
                    $"an envelope of the {role.Name} service has waited for too long: "
                    + $"since {AuditTime.FormatUtc(oldest)}")
                {
                    IsUnfinished = true,
                };
            }
        }
    }
}
