using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Support;

/// <summary>
/// Rows in a dictionary. Every decision of a test goes through here, so that the services are held to their contract:
/// they read only the keys that they named, and change each row at most once.
/// </summary>
internal sealed class Rows
{
    private readonly SortedDictionary<Key, object> _states = [];

    public IEnumerable<KeyValuePair<Key, object>> All => _states;

    public T? Find<T>(Key key)
        where T : class => (T?)_states.GetValueOrDefault(key);

    public T Get<T>(Key key)
        where T : class => Find<T>(key) ?? throw new InvalidOperationException($"There is no row {key}.");

    public void Put(Key key, object? state)
    {
        if (state is null)
        {
            _states.Remove(key);
        }
        else
        {
            _states[key] = state;
        }
    }

    /// <summary>Returns the service's decision, and leaves the rows unchanged.</summary>
    public Decision Decide(IService service, Message message, long now)
    {
        Assert.Equal(service.Role, message.To);
        var keys = new List<Key>();
        service.AddKeys(message, keys);
        var decision = service.Decide(new Named(this, keys), message, now);
        var changed = decision.Changes.Select(change => change.Key).ToList();
        Assert.Equal(changed.Distinct(), changed);
        Assert.All(changed.Except(keys), key => Assert.False(_states.ContainsKey(key), $"{key} was not named."));
        return decision;
    }

    /// <summary>Decides, and stores the result by way of the columns of a store.</summary>
    public Decision Apply(IService service, Message message, long now)
    {
        var decision = Decide(service, message, now);
        foreach (var (key, state) in decision.Changes)
        {
            Put(key, state is null ? null : ColumnValues.Of(key.Table, state).Read<object>(key));
        }

        return decision;
    }

    private sealed class Named(Rows rows, List<Key> keys) : IRows
    {
        public T? Find<T>(Key key)
            where T : class =>
            keys.Contains(key) ? rows.Find<T>(key) : throw new InvalidOperationException($"{key} was not named.");
    }
}
