using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Support;

/// <summary>A service with a bug: it throws where it should decide some messages.</summary>
internal sealed class BrokenService(IService inner, Func<Message, bool> isBroken) : IService
{
    /// <summary>Whether the bug is active.</summary>
    public bool IsBroken { get; set; } = true;

    public Role Role => inner.Role;

    public IReadOnlyList<Table> Tables => inner.Tables;

    public void AddKeys(Message message, ICollection<Key> keys) => inner.AddKeys(message, keys);

    public Decision Decide(IRows rows, Message message, long now) => IsBroken && isBroken(message)
        ? throw new InvalidOperationException("A bug.")
        : inner.Decide(rows, message, now);

    public Message SweepMessage(Key key) => inner.SweepMessage(key);
}
