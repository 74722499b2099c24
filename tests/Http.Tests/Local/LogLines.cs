using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cartwright.Http.Tests.Local;

/// <summary>Keeps log lines of the categories that tests look at.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private const string Gateway = "Cartwright.Gateway";
    private static readonly string[] Kept = [Gateway, "Cartwright.Audit", "Cartwright.Web"];

    private readonly ConcurrentQueue<(string Category, string Text)> _lines = [];

    /// <summary>A gateway's lines about its nodes.</summary>
    public IReadOnlyList<string> All => Of(Gateway);

    /// <summary>The lines of one category.</summary>
    public IReadOnlyList<string> Of(string category) =>
        [.. _lines.Where(line => line.Category == category).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => Kept.Contains(category);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines._lines.Enqueue((category, formatter(state, exception)));
            }
        }
    }
}
