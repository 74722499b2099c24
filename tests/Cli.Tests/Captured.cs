using System.Text;

namespace Cartwright.Cli.Tests;

/// <summary>What a verb prints on standard output, for tests that run it in this process beside others.</summary>
internal static class Captured
{
    private static readonly AsyncLocal<StringWriter?> Current = new();

    static Captured() => Console.SetOut(new Router(Console.Out));

    /// <summary>Runs something and returns its exit status with what it has printed.</summary>
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

    // Who prints is known by the flow of the call, because standard output is everybody's.
    private sealed class Router(TextWriter everybody) : TextWriter
    {
        public override Encoding Encoding => everybody.Encoding;

        private TextWriter Target => Current.Value ?? everybody;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void WriteLine(string? value) => Target.WriteLine(value);

        public override void Flush() => Target.Flush();
    }
}
