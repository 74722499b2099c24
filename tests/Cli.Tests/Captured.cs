using System.Text;

namespace Cartwright.Cli.Tests;

/// <summary>
/// Captures the standard output and the standard error of a verb, so that tests can run verbs in this process in
/// parallel.
/// </summary>
internal static class Captured
{
    private static readonly AsyncLocal<StringWriter?> Current = new();
    private static readonly AsyncLocal<StringWriter?> CurrentError = new();

    static Captured()
    {
        Console.SetOut(new Router(Current, Console.Out));
        Console.SetError(new Router(CurrentError, Console.Error));
    }

    /// <summary>Runs an action; returns its exit status and its output.</summary>
    public static async Task<(int Code, string Output)> RunAsync(Func<Task<int>> run)
    {
        Current.Value = new StringWriter();
        try
        {
            return (await run(), Current.Value.ToString());
        }
        finally
        {
            Current.Value = null;
        }
    }

    /// <summary>Runs an action; returns its exit status, its output and its errors.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunWithErrorsAsync(Func<Task<int>> run)
    {
        CurrentError.Value = new StringWriter();
        try
        {
            var (code, output) = await RunAsync(run);
            return (code, output, CurrentError.Value.ToString());
        }
        finally
        {
            CurrentError.Value = null;
        }
    }

    // Standard output is shared by all tests, so output is assigned to its test by the asynchronous call flow.
    private sealed class Router(AsyncLocal<StringWriter?> current, TextWriter everybody) : TextWriter
    {
        public override Encoding Encoding => everybody.Encoding;

        private TextWriter Target => current.Value ?? everybody;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void WriteLine(string? value) => Target.WriteLine(value);

        public override void Flush() => Target.Flush();
    }
}
