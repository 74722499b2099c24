using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>A service that names the same rows as the real one and decides otherwise.</summary>
internal sealed class AlteredService(IService real, Alteration alteration) : IService
{
    public Role Role => real.Role;

    public IReadOnlyList<Table> Tables => real.Tables;

    public void AddKeys(Message message, ICollection<Key> keys) => real.AddKeys(message, keys);

    public Decision Decide(IRows rows, Message message, long now) => alteration(real, rows, message, now);

    public Message SweepMessage(Key key) => real.SweepMessage(key);
}
