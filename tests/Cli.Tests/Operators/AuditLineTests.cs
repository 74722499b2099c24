using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Audit;
using Cartwright.Cli.Operators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cartwright.Cli.Tests.Operators;

/// <summary>The record of an action that a verb takes, beside that of a node.</summary>
public sealed class AuditLineTests
{
    private const string Action = "parked drop";

    // A log of JSON is written by the framework's own formatter.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task A_verb_leaves_the_line_that_a_node_leaves(int count)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(id => $"take-stock.v1/{id}")];
        using var ofVerb = JsonDocument.Parse(await LineOfVerbAsync(ids));
        using var ofNode = JsonDocument.Parse(await LineOfNodeAsync(ids));
        Assert.Equal(ShapeOf(ofNode.RootElement), ShapeOf(ofVerb.RootElement));
        var (state, expected) = (ofVerb.RootElement.GetProperty("State"), ofNode.RootElement.GetProperty("State"));
        foreach (var name in (string[])["Action", "Ids", "Count", "Reason", "Changed"])
        {
            Assert.Equal(expected.GetProperty(name).ToString(), state.GetProperty(name).ToString());
        }
    }

    private static async Task<string> LineOfVerbAsync(string[] ids) => (await Captured.RunWithErrorsAsync(
        () => AuditLine.RecordAsync(Action, ids, "a test", () => Task.FromResult(ids.Length)))).Errors;

    private static async Task<string> LineOfNodeAsync(string[] ids)
    {
        using var lines = new Formatted();
        using var logs = new LoggerFactory([lines]);
        await new AuditLog(logs).RecordActionAsync(
            Action,
            ids,
            new OperatorAction("a test", Environment.UserName) { TraceId = "0123456789abcdef0123456789abcdef" },
            () => Task.FromResult(new ActionOutcome(ids.Length, [])));
        return lines.ToString();
    }

    // The names of all members; a verb has no trace.
    private static IEnumerable<string> ShapeOf(JsonElement line)
    {
        using var message = JsonDocument.Parse(line.GetProperty("Message").GetString()!);
        List<string> names =
        [
            .. line.EnumerateObject().Select(member => member.Name),
            .. line.GetProperty("State").EnumerateObject().Select(member => $"State.{member.Name}"),
            .. message.RootElement.EnumerateObject().Select(member => $"Message.{member.Name}"),
        ];
        return names.Where(name => !name.EndsWith("TraceId", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private sealed class Formatted : ILoggerProvider, ILogger
    {
        private readonly StringWriter _lines = new();

        private readonly ServiceProvider _services = new ServiceCollection()
            .AddLogging(logging => logging.AddJsonConsole(console =>
                (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O")))
            .BuildServiceProvider();

        private string _category = "";

        public ILogger CreateLogger(string categoryName)
        {
            _category = categoryName;
            return this;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            _services.GetServices<ConsoleFormatter>()
                .Single(known => known.Name == ConsoleFormatterNames.Json)
                .Write(new LogEntry<TState>(logLevel, _category, eventId, state, exception, formatter), null, _lines);

        public void Dispose()
        {
            _services.Dispose();
            _lines.Dispose();
        }

        public override string ToString() => _lines.ToString();
    }
}
