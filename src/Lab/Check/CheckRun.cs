using Cartwright.CommandLine;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;
using Spectre.Console;

namespace Cartwright.Lab.Check;

/// <summary>Runs the rounds and shows their findings.</summary>
internal sealed class CheckRun(CheckOptions options)
{
    private readonly ProgressLine _progress = new("check");

    public async Task<int> RunRoundsAsync(CancellationToken stop)
    {
        var rounds = new List<RoundFindings>();
        try
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                rounds.Add(await new CheckRound(options, round, _progress).RunRoundAsync(stop));
                stop.ThrowIfCancellationRequested();
            }
        }
        catch (Exception fault) when (fault is HttpFault or ShopFault)
        {
            _progress.WriteLine(fault.Message);
            return CommandLineRun.Failure;
        }
        catch (OperationCanceledException)
        {
            _progress.WriteLine("stopped before all rounds were judged");
            return CommandLineRun.Interrupted;
        }

        return ShowFindings(rounds);
    }

    private int ShowFindings(List<RoundFindings> rounds)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "round", "paid", "failed", "oversold", "stock wrong", "credit wrong", "untrue answers", "unsettled");
        foreach (var column in table.Columns)
        {
            column.RightAligned();
        }

        foreach (var (index, found) in rounds.Index())
        {
            table.AddRow($"{index + 1}", $"{found.Paid}", $"{found.Failed}", $"{found.Oversold}",
                $"{found.StockWrong}", $"{found.CreditWrong}", $"{found.Untrue}", $"{found.Unsettled}");
        }

        PeopleConsole.OnWriter(Console.Out).Write(table);
        var isConsistent = rounds.All(round => round.AreNone);
        var reply = options.FinalReply ? "final" : "immediate";
        Console.Out.WriteLine(isConsistent
            ? $"Consistent: {rounds.Count} x {options.Orders} checkouts, {reply} answers, nothing wrong."
            : $"INCONSISTENT: {rounds.Count(round => !round.AreNone)} of {rounds.Count} rounds, {reply} answers.");
        return isConsistent ? CommandLineRun.Success : CommandLineRun.Failure;
    }
}
