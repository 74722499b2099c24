using Cartwright.Kernel;

namespace Cartwright.Http.Tests.Local;

/// <summary>A service with a bug: it fails at every message.</summary>
internal sealed class BrokenService(IService inner) : IService
{
    public Role Role => inner.Role;

    public IReadOnlyList<Table> Tables => inner.Tables;

    public void AddKeys(Message message, ICollection<Key> keys) => inner.AddKeys(message, keys);

    public Decision Decide(IRows rows, Message message, long now) => throw new InvalidOperationException("A bug.");

    public Message SweepMessage(Key key) => inner.SweepMessage(key);
}
