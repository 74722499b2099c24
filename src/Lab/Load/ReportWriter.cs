using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.CommandLine;
using Spectre.Console;

namespace Cartwright.Lab.Load;

/// <summary>Shows a report: a table for people and, where asked for, one line of JSON on standard output.</summary>
internal static class ReportWriter
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteReport(LoadReport report, bool json)
    {
        var people = json ? Console.Error : Console.Out;
        PeopleConsole.OnWriter(people).Write(FiguresTable(report));
        foreach (var note in report.Notes)
        {
            people.WriteLine($"Note: {note}");
        }

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, _json));
        }
    }

    private static Table FiguresTable(LoadReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("load").AddColumn(LoopText(report));
        table.Columns[1].RightAligned();
        Add("committed", $"{report.Committed:N0}");
        Add("refused", $"{report.Refused:N0}");
        Add("shed (429)", $"{report.Shed:N0}");
        Add("failed or unknown", $"{report.Failed:N0}");
        Add("answered \"processing\" first", $"{report.Processing:N0}");
        Add("due, never sent", $"{report.Unsent:N0}");
        Add("seconds", $"{report.Seconds:F2}");
        Add("committed per second", $"{report.PerSecond:N0}");
        Add("p50 / p99 / p99.9 / max, ms",
            $"{report.P50Ms:F2} / {report.P99Ms:F2} / {report.P999Ms:F2} / {report.MaxMs:F2}");
        Add("server CPU µs per checkout", FigureText(report.CpuUsPerCheckout, "F1"));
        Add("M, committed per CPU-second", FigureText(report.M, "N0"));
        foreach (var process in report.Processes)
        {
            Add($"  {process.Name} ({process.Pid})",
                $"{FigureText(process.CpuUsPerCheckout, "F1")} µs, {process.MemoryMb:N0} MB");
        }

        Add("generator CPU µs per request", $"{report.GeneratorUsPerRequest:F1}");
        Add("verified", report.Verified is { } verified ? verified ? "yes" : "NO" : "-");
        return table;

        void Add(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
    }

    private static string LoopText(LoadReport report) => report.Rate is { } rate
        ? $"{report.Workload}, {rate:N0}/s"
        : $"{report.Workload}, {report.Connections} connections";

    private static string FigureText(double? value, string format) => value?.ToString(format) ?? "-";
}
