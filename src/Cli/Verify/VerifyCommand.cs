using System.CommandLine;
using Cartwright.Cli.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Audit;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Verify;

/// <summary>The verb `verify`: the audit of a database's books, beside a running server or without one.</summary>
internal static class VerifyCommand
{
    private const int ShownMax = 50;

    private static readonly Option<string> _data = DataOption.Create("Where the data lies");

    private static readonly Option<int> _olderThan = NumberOption.Whole(
        "--older-than", "How long a checkout or a hold may be unfinished", "SECONDS", min: 0, defaultValue: 300);

    private static readonly Option<bool> _json = new("--json")
    {
        Description = "Print one line of JSON on standard output",
    };

    internal static Command Create()
    {
        var command = new Command("verify", "Audit the books: no unit and no cent has appeared or vanished.")
        {
            _data, _olderThan, _json,
        };
        command.SetAction(parsed => Run(
            Path.GetFullPath(parsed.GetValue(_data)!), parsed.GetValue(_olderThan), parsed.GetValue(_json)));
        return command;
    }

    private static int Run(string directory, int olderThanSeconds, bool json)
    {
        try
        {
            var report = Audit(directory, olderThanSeconds);
            VerifyWriter.Write(report, json);
            return report.ErrorCount == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
        }
        catch (FatalFault fault)
        {
            Console.Error.WriteLine($"{fault.Message} [{fault.Code}]");
            return fault.Code == "damaged-database" ? CommandLineRun.Failure : CommandLineRun.Usage;
        }
        catch (TransientFault fault)
        {
            Console.Error.WriteLine(fault.Message);
            return CommandLineRun.Usage;
        }
    }

    private static VerifyReport Audit(string directory, int olderThanSeconds)
    {
        using var reader = SqliteReader.Open(directory);
        var rows = new BookRows
        {
            Orders = reader.ReadAll(Order.Table).Select(row => (new OrderId(row.Key.Id), row.State)),
            Items = reader.ReadAll(Item.Table).Select(row => (new ItemId(row.Key.Id), row.State)),
            Accounts = reader.ReadAll(Account.Table).Select(row => (new UserId(row.Key.Id), row.State)),
            Reservations = reader.ReadAll(Reservation.Table).Select(row => (new AttemptId(row.Key.Id), row.State)),
            Payments = reader.ReadAll(Payment.Table).Select(row => (new AttemptId(row.Key.Id), row.State)),
        };
        var totals = new BookTotals();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var shown = new List<string>();
        var errorCount = 0L;
        foreach (var wrong in Books.Check(rows, now, olderThanSeconds * 1_000L, totals))
        {
            errorCount++;
            if (shown.Count < ShownMax)
            {
                shown.Add(wrong);
            }
        }

        return new VerifyReport(totals, reader.ReadAll(ParkedMessage.Table).LongCount(), errorCount, shown);
    }
}
