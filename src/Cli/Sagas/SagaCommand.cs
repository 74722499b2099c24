using System.CommandLine;
using Cartwright.Admin.Sagas;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Views;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Sagas;

/// <summary>
/// The verb `saga`: the steps of checkouts and cancellations, done and still to come, from the databases alone, and a
/// push where one waits. It works beside a running shop, and without one.
/// </summary>
public static class SagaCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(1);

    private static readonly DatabaseOptions _databases = new();

    private static readonly Argument<string> _id = new("ORDER") { Description = "The number of an order" };

    private static readonly Option<bool> _json = new("--json") { Description = "Print JSON, one line each time" };

    private static readonly Option<bool> _follow = new("--follow")
    {
        Description = "Print again after each change, until nothing is left to happen",
    };

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

    private static readonly SagaPush _push = new();

    public static Command CreateCommand()
    {
        var show = new Command("show", "Show all steps of one order's sagas.") { _id, _follow, _json };
        var list = new Command("list", "List orders by the time since they last moved, the oldest first.")
        {
            _stuck, _olderThan, _state, _limit, _watch, _json,
        };
        var push = new Command("push", "Have the order service look at an order now, and repeat its message.") { _id };
        _push.AddTo(push);
        _databases.AddTo(push);
        _databases.AddTo(show);
        _databases.AddTo(list);
        show.SetAction((parsed, stop) => DatabaseVerb.RunAsync(() => ShowAsync(parsed, stop)));
        push.SetAction((parsed, stop) => DatabaseVerb.RunAsync(() => _push.PushOrderAsync(
            parsed, _databases.ReadChoice(parsed), ParseNumber(parsed.GetValue(_id)!), stop)));
        list.SetAction((parsed, stop) => DatabaseVerb.RunAsync(() => ListAsync(parsed, stop)));
        return new Command("saga", "See checkouts and cancellations: the steps done, and those still to come.")
        {
            list, show, push,
        };
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken stop)
    {
        var id = ParseNumber(parsed.GetValue(_id)!);
        var choice = _databases.ReadChoice(parsed);
        for (string? before = null; ;)
        {
            using (var reader = new SagaReader(choice.ViewsByRole))
            {
                if (reader.FindSaga(id) is not { } view)
                {
                    return RefuseUnknown(reader, id);
                }

                // The ages in the text change by themselves.
                var state = SagaJson.TextOf(view with { Now = 0 });
                if (state != before)
                {
                    WriteSaga(view, parsed.GetValue(_json));
                    before = state;
                }

                if (!parsed.GetValue(_follow) || !view.IsOpen)
                {
                    return NameUnread(reader);
                }
            }

            await Task.Delay(Pause, stop);
        }
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken stop)
    {
        var choice = _databases.ReadChoice(parsed);
        while (true)
        {
            int status;
            using (var reader = new SagaReader(choice.ViewsByRole))
            {
                WriteList(reader, parsed);
                status = NameUnread(reader);
            }

            if (!parsed.GetValue(_watch))
            {
                return status;
            }

            await Task.Delay(WatchPause, stop);
        }
    }

    private static void WriteList(SagaReader reader, ParseResult parsed)
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
        var (found, count) = OldestOrders.Of(orders, limit);
        var views = found.Select(row => reader.ViewOf(row.Id, row.Order)).ToList();
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(SagaJson.TextOf(views));
            return;
        }

        views.ForEach(view => Console.WriteLine(SagaText.SummaryOf(view)));
        Console.WriteLine(
            count == 0 ? "No order is like that."
            : count > limit ? $"{count} orders, the first {limit} shown."
            : count == 1 ? "1 order." : $"{count} orders.");
    }

    private static void WriteSaga(SagaView view, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(SagaJson.TextOf(view));
            return;
        }

        foreach (var line in SagaText.LinesOf(view))
        {
            Console.WriteLine(line);
        }
    }

    private static int RefuseUnknown(SagaReader reader, OrderId id)
    {
        if (reader.Unreadable.Count == 0)
        {
            Console.Error.WriteLine($"There is no order {id.Value}.");
        }

        return Math.Max(CommandLineRun.Failure, NameUnread(reader));
    }

    private static int NameUnread(SagaReader reader)
    {
        foreach (var role in reader.Silent)
        {
            Console.Error.WriteLine($"The database of {role.Name} does not answer; its steps are unknown.");
        }

        foreach (var key in reader.Unreadable)
        {
            Console.Error.WriteLine($"Row {key} cannot be read.");
        }

        return reader.Unreadable.Count == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
    }

    private static OrderId ParseNumber(string text) => long.TryParse(text, out var number) && number >= 0
        ? new OrderId(number)
        : throw new UsageFault($"ORDER must be the number of an order, not '{text}'.");
}
