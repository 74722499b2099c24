using System.CommandLine;
using Cartwright.Admin.Sagas;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Cli.Sagas;

/// <summary>The verb `saga list`: orders by the time since they last moved.</summary>
internal static class SagaList
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly DatabaseOptions _databases = new(SagaLog.Settings);

    private static readonly Option<bool> _json = new("--json") { Description = "Print JSON, one line each time" };

    private static readonly Option<bool> _watch = new("--watch") { Description = "Print again every second" };

    private static readonly Option<bool> _stuck = new("--stuck")
    {
        Description = "Only those unfinished for longer than --older-than",
    };

    private static readonly Option<int> _olderThan = NumberOption.WholeNumber(
        "--older-than", "How long an order may be unfinished", "SECONDS", min: 0, defaultValue: 120);

    private static readonly Option<string> _state = ChoiceOption.CreateOption(
        "--state",
        "Only orders in this state; without it, those that the order service has not finished",
        ["unfinished", .. Enum.GetValues<OrderStatus>().Select(EnumText.TextOf)],
        "unfinished");

    private static readonly Option<int> _limit = NumberOption.WholeNumber(
        "--limit", "How many orders are shown", "COUNT", min: 1, defaultValue: 50, max: 10_000);

    public static Command CreateCommand()
    {
        var command = new Command("list", "List orders by the time since they last moved, the oldest first.")
        {
            _stuck, _olderThan, _state, _limit, _watch, _json,
        };
        _databases.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var errors = new ErrorLines(parsed.GetValue(_json));
            return DatabaseVerb.RunAsync(errors, () => ListAsync(parsed, errors, stop));
        });
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, ErrorLines errors, CancellationToken stop)
    {
        var choice = _databases.ReadChoice(parsed);
        var search = choice.Embedded is null ? SagaLog.FindSearch(_databases, parsed) : null;
        while (true)
        {
            int status;
            Message? waiting;
            using (var reader = new SagaReader(choice.ViewsByRole))
            {
                waiting = WriteList(reader, parsed);
                status = UnreadSagas.NameUnread(reader, errors);
            }

            if (search is not null && waiting is not null && !await search.HasAnswerAsync(waiting.To, stop))
            {
                UnreadSagas.NameSilentLog(errors);
            }

            if (!parsed.GetValue(_watch))
            {
                return status;
            }

            await Task.Delay(Pause, stop);
        }
    }

    // Returns a command that is on its way, if there is one in the list.
    private static Message? WriteList(SagaReader reader, ParseResult parsed)
    {
        var state = parsed.GetValue(_state)!;
        var orders = state == "unfinished"
            ? reader.ReadUnfinished()
            : reader.ReadAll().Where(row => EnumText.TextOf(row.Order.Status) == state);
        if (parsed.GetValue(_stuck))
        {
            var oldest = reader.Now - (parsed.GetValue(_olderThan) * 1_000L);
            orders = orders.Where(row => row.Order.Due is not null && row.Order.UpdatedAt < oldest);
        }

        var limit = parsed.GetValue(_limit);
        var (found, count) = OldestOrders.FindOldest(orders, limit);
        var views = reader.ViewsOf(found);
        var waiting = views.SelectMany(view => view.Steps).FirstOrDefault(step => step.OnItsWay is not null)?.OnItsWay;
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(SagaJson.TextOf(views, reader.Silent));
            return waiting;
        }

        foreach (var view in views)
        {
            Console.WriteLine(SagaText.SummaryOf(view));
        }

        Console.WriteLine(
            count == 0 ? "No order is like that."
            : count > limit ? $"{count} orders, the first {limit} shown."
            : count == 1 ? "1 order." : $"{count} orders.");
        return waiting;
    }
}
