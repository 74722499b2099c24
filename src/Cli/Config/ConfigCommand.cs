using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.CommandLine;
using Spectre.Console;

namespace Cartwright.Cli.Config;

/// <summary>The verb `config`: the values that `serve` would use with the same options, and their sources.</summary>
public static class ConfigCommand
{
    private static readonly Option<bool> _json = new("--json") { Description = "Print a JSON list" };

    private static readonly Option<bool> _table = new("--markdown")
    {
        Description = "Print the table of all settings instead, as it stands in the documents",
    };

    private static readonly SettingOptions _settings = new(Settings.All);

    private static readonly JsonSerializerOptions _readable =
        new(JsonSerializerOptions.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command CreateCommand()
    {
        var command = new Command("config", "Show every setting and where it comes from, without secrets.")
        {
            _json, _table,
        };
        _settings.AddTo(command);
        command.SetAction(parsed => RunConfig(parsed));
        return command;
    }

    private static int RunConfig(ParseResult parsed)
    {
        if (parsed.GetValue(_table))
        {
            Console.WriteLine(string.Join(Environment.NewLine, SettingsTable.MarkdownLines()));
            return CommandLineRun.Success;
        }

        var configured = _settings.ReadSettings(parsed);
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(ToJson(configured));
        }
        else
        {
            PrintTable(configured);
        }

        var mistakes = ServeMistakes.MistakesIn(configured).ToList();
        configured.Warnings.Concat(ServeMistakes.WarningsIn(configured)).Concat(mistakes).ToList()
            .ForEach(Console.Error.WriteLine);
        return mistakes.Count == 0 ? CommandLineRun.Success : CommandLineRun.Usage;
    }

    internal static string ToJson(Configured configured) => JsonSerializer.Serialize(
        configured.Values.Select(value => new
        {
            value.Setting.Name,
            Value = value.Shown,
            Source = NameOf(value.Source),
            Place = PlaceOf(value),
        }),
        _readable);

    private static void PrintTable(Configured configured)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("setting", "value", "source", "set by");
        foreach (var value in configured.Values)
        {
            table.AddRow(
                value.Setting.Name,
                Markup.Escape(value.Shown),
                NameOf(value.Source),
                Markup.Escape(PlaceOf(value)));
        }

        PeopleConsole.OnWriter(Console.Out).Write(table);
    }

    private static string NameOf(SettingSource source) => source switch
    {
        SettingSource.CommandLine => "command line",
        SettingSource.Environment => "environment",
        SettingSource.File => "file",
        _ => "default",
    };

    private static string PlaceOf(SettingValue value) =>
        value.Source == SettingSource.Default ? string.Empty : value.Place;
}
