using Cartwright.Domain;
using Cartwright.Domain.Storage;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>A service that decides some things in another way.</summary>
internal sealed class WrappedService(IService inner, Func<IService, IRows, Message, long, Decision> decide) : IService
{
    public Role Role => inner.Role;

    public IReadOnlyList<Table> Tables => inner.Tables;

    public void AddKeys(Message message, ICollection<Key> keys) => inner.AddKeys(message, keys);

    public Decision Decide(IRows rows, Message message, long now) => decide(inner, rows, message, now);

    public Message Sweep(Key key) => inner.Sweep(key);
}

/// <summary>Rows of which some are not shown.</summary>
internal sealed class HiddenRows(IRows inner, Func<object, bool> isHidden) : IRows
{
    public T? Find<T>(Key key)
        where T : class => inner.Find<T>(key) is { } state && !isHidden(state) ? state : null;
}
