using Microsoft.Extensions.Logging;

namespace Cartwright.Browser.Serving;

/// <summary>Log lines in the output of the test that runs.</summary>
internal sealed class TestOutputLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{logLevel} {name}: {formatter(state, exception)} {exception}");
    }
}
