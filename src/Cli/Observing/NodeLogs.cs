using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Observing;

/// <summary>Where a node's log goes: to standard output, for people or for programs, and to the export.</summary>
/// <param name="level">From which level on it is written.</param>
/// <param name="isJson">Whether it is JSON, an object a line.</param>
/// <param name="export">The export; null for none.</param>
internal sealed class NodeLogs(LogLevel level, bool isJson, OtlpExport? export)
{
    // The categories of the program itself begin with this.
    private const string Own = "Cartwright";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Sets a logger up.</summary>
    public void ConfigureLogging(ILoggingBuilder logging)
    {
        SetFormat(logging)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // A fault that keeps the host from starting is thrown too, and printed in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddFilter("Yarp", LogLevel.Error)
            .AddFilter(Own, level)
            .SetMinimumLevel(level > LogLevel.Warning ? level : LogLevel.Warning);
        export?.AddTo(logging);
    }

    /// <summary>The line that announces a serving node, in the format of the others.</summary>
    public static string ReadyLine(bool isJson, string url) => LineOf(isJson, $"Cartwright is ready on {url}");

    /// <summary>The line that names the admin address; it comes before the other one.</summary>
    public static string AdminLine(bool isJson, string url) => LineOf(isJson, $"The admin address is {url}");

    /// <summary>The line that names the address for probes; it comes before the one of a serving node.</summary>
    public static string HealthLine(bool isJson, string url) => LineOf(isJson, $"The address for probes is {url}");

    private static string LineOf(bool isJson, string text) =>
        isJson ? JsonSerializer.Serialize(new { LogLevel = "Information", Message = text }) : text;

    private ILoggingBuilder SetFormat(ILoggingBuilder logging) => isJson
        ? logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, TimeFormat))
        : logging.AddSimpleConsole(console =>
            (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, $"{TimeFormat} "));
}
