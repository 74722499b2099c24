using System.CommandLine;
using Cartwright.Admin.Sagas;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Views;

namespace Cartwright.Cli.Sagas;

/// <summary>The verb `saga show`: one order, step by step.</summary>
internal static class SagaShow
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly DatabaseOptions _databases = new(SagaLog.Settings);
    private static readonly OrderArgument _order = new();

    private static readonly Option<bool> _json = new("--json") { Description = "Print JSON, one line each time" };

    private static readonly Option<bool> _follow = new("--follow")
    {
        Description = "Print again after each change, until nothing is left to happen",
    };

    public static Command CreateCommand()
    {
        var command = new Command("show", "Show all steps of one order's sagas.") { _follow, _json };
        _order.AddTo(command);
        _databases.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var errors = new ErrorLines(parsed.GetValue(_json));
            return DatabaseVerb.RunAsync(errors, () => ShowAsync(parsed, errors, stop));
        });
        return command;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, ErrorLines errors, CancellationToken stop)
    {
        var id = _order.ReadOrder(parsed);
        var choice = _databases.ReadChoice(parsed);
        var search = choice.Embedded is null ? SagaLog.FindSearch(_databases, parsed) : null;
        for (string? before = null; ;)
        {
            SagaView? found;
            var reader = new SagaReader(choice.ViewsByRole);
            using (reader)
            {
                found = reader.FindSaga(id);
            }

            // The databases are closed by now: the log may take its time.
            if (found is not { } view)
            {
                if (reader.Unreadable.Count == 0)
                {
                    errors.Fail(CommandLineRun.Failure, $"There is no order {id.Value}.", Reason.UnknownOrder.ToCode());
                }

                return Math.Max(CommandLineRun.Failure, UnreadSagas.NameUnread(reader, errors));
            }

            // The ages in the text change by themselves.
            var state = SagaJson.TextOf(view with { Now = 0 }, reader.Silent);
            if (state != before)
            {
                if (parsed.GetValue(_json))
                {
                    Console.WriteLine(SagaJson.TextOf(view, reader.Silent));
                }
                else
                {
                    await WriteSagaAsync(view, search, errors, stop);
                }

                before = state;
            }

            if (!parsed.GetValue(_follow) || !view.IsOpen)
            {
                return UnreadSagas.NameUnread(reader, errors);
            }

            await Task.Delay(Pause, stop);
        }
    }

    private static async Task WriteSagaAsync(
        SagaView view, CommandSearch? search, ErrorLines errors, CancellationToken stop)
    {
        var places = search is null ? null : await search.FindCommandsAsync(view, stop);
        foreach (var line in places is null ? SagaText.LinesOf(view) : SagaText.LinesOf(view, places.Texts))
        {
            Console.WriteLine(line);
        }

        if (places is { IsLogSilent: true })
        {
            UnreadSagas.NameSilentLog(errors);
        }
    }
}
