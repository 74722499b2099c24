using Cartwright.Domain.Audit;
using Cartwright.Kernel;

namespace Cartwright.Cli.Verify;

/// <summary>The unreadable rows that an audit comes upon, each once, although some tables are read twice.</summary>
internal sealed class UnreadRows
{
    private readonly HashSet<Key> _keys = [];
    private readonly List<Finding> _new = [];

    /// <summary>The other rows of a table with a text as its key.</summary>
    public static IEnumerable<(string Text, T State)> LeaveOut<T>(IEnumerable<(Key Key, T? State)> rows)
        where T : class => rows.Where(row => row.State is not null).Select(row => (row.Key.Text!, row.State!));

    public void AddRow(Key key, Exception strange)
    {
        if (_keys.Add(key))
        {
            _new.Add(new Finding($"row {key} cannot be read: {strange.Message}"));
        }
    }

    /// <summary>Those that came since the last time.</summary>
    public IReadOnlyList<Finding> TakeFindings()
    {
        List<Finding> taken = [.. _new];
        _new.Clear();
        return taken;
    }
}
