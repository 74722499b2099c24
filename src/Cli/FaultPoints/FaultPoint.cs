using System.Globalization;
using Cartwright.Cli.Cluster;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.FaultPoints;

/// <summary>
/// A point at which a node kills itself, as if it had lost its power there. Only tests ask for one, by an environment
/// variable with the point's name and the count at which it happens, such as <c>after-commit-before-send:20</c>.
/// Without it nothing stands between the engine and its adapters.
/// </summary>
internal sealed class FaultPoint
{
    public const string Variable = "CARTWRIGHT_FAULT_POINT";

    /// <summary>A batch with envelopes is committed, and none of them is sent.</summary>
    public const string AfterCommit = "after-commit-before-send";

    /// <summary>The brokers have an envelope, and nobody has been answered.</summary>
    public const string AfterSend = "after-send-before-reply";

    /// <summary>All messages of a record are committed, and its offset has not moved on.</summary>
    public const string AfterHandling = "after-handling-before-offset";

    private static readonly string[] _names = [AfterCommit, AfterSend, AfterHandling];
    private readonly string _name;
    private int _left;

    private FaultPoint(string name, int count) => (_name, _left) = (name, count);

    /// <summary>The point that the environment asks for; null where it asks for none.</summary>
    /// <exception cref="ArgumentException">It asks for something else.</exception>
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

    public IStore Around(IStore store) => _name == AfterCommit ? new FaultStore(store, this) : store;

    public ILog Around(ILog log) => _name == AfterCommit ? log : new FaultLog(log, this, _name == AfterSend);

    /// <summary>Whether this is the time.</summary>
    public bool IsNow() => Interlocked.Decrement(ref _left) == 0;

    /// <summary>Ends the process; nothing of it runs any further.</summary>
    public static void Die()
    {
        Signals.Send(Environment.ProcessId, Signals.KillNow);
        Thread.Sleep(Timeout.Infinite);
    }
}
