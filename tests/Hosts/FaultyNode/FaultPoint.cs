using System.Diagnostics;
using System.Globalization;
using Cartwright.Cli;

namespace Cartwright.FaultyNode;

/// <summary>
/// A point at which a node kills itself, as if it had lost its power there. An environment variable has the point's
/// name and the count at which it happens, such as <c>after-commit-before-send:20</c>.
/// </summary>
internal sealed class FaultPoint
{
    public const string Variable = "FAULTY_NODE_POINT";

    /// <summary>A batch with envelopes is committed, and none of them is sent.</summary>
    public const string AfterCommit = "after-commit-before-send";

    /// <summary>The brokers have an envelope, and no client has its answer.</summary>
    public const string AfterSend = "after-send-before-reply";

    /// <summary>All messages of a record are committed, and its offset has not moved on.</summary>
    public const string AfterHandling = "after-handling-before-offset";

    private static readonly string[] _names = [AfterCommit, AfterSend, AfterHandling];
    private readonly string _name;
    private int _left;

    private FaultPoint(string name, int count) => (_name, _left) = (name, count);

    /// <summary>The point named by the environment; null without one.</summary>
    /// <exception cref="ArgumentException">The environment names an unknown point.</exception>
    public static FaultPoint? FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    internal static FaultPoint? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Split(':') is [var name, var digits]
            && _names.Contains(name)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
            ? new FaultPoint(name, count)
            : throw new ArgumentException($"{Variable} is '{text}'; it takes {string.Join(", ", _names)}, and :COUNT.");
    }

    /// <summary>The name of the point.</summary>
    public Seams Seams => _name == AfterCommit
        ? Seams.None with { Store = store => new FaultStore(store, this) }
        : Seams.None with { Log = log => new FaultLog(log, this, isAfterSend: _name == AfterSend) };

    /// <summary>Whether the count is reached.</summary>
    public bool IsNow() => Interlocked.Decrement(ref _left) == 0;

    /// <summary>Kills the process at once.</summary>
    public static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.CurrentThread.Join();
    }
}
