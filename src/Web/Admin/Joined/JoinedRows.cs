using Cartwright.Admin.Sagas;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The rows of an attempt that several services gave.</summary>
internal sealed class JoinedRows : IRows
{
    private readonly Dictionary<Key, object> _rows = [];
    private readonly HashSet<Role> _answered = [];

    /// <param name="answers">The answer of one node of each service, which may have other services too.</param>
    public JoinedRows(IEnumerable<AdminAnswer<IReadOnlyList<AttemptRows>>> answers)
    {
        foreach (var answer in answers)
        {
            if (answer.Value?.FirstOrDefault(rows => rows.Service == answer.Service) is { } own
                && StatesIn(own) is { } states)
            {
                _answered.Add(ShopServices.Roles.First(role => role.Name == own.Service));
                states.ForEach(row => _rows[row.Key] = row.State);
            }
        }
    }

    /// <summary>The services without rows.</summary>
    public IEnumerable<Role> Silent => ShopServices.Roles.Where(role => !Has(role));

    /// <summary>Whether the rows of a service are among them.</summary>
    public bool Has(Role role) => _answered.Contains(role);

    public T? Find<T>(Key key)
        where T : class => _rows.TryGetValue(key, out var state) ? (T)state : null;

    // Null where a row is unreadable: without it a step would look as if it had not begun.
    private static List<(Key Key, object State)>? StatesIn(AttemptRows rows)
    {
        try
        {
            return rows.Unreadable.Count == 0 ? [.. rows.Rows.Select(RowJson.StateOf)] : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
