using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>An operator's change of a database at rest.</summary>
public abstract record DatabaseChange
{
    private DatabaseChange()
    {
    }

    /// <summary>
    /// Makes a row with a <c>due</c> time due now. One that is overdue keeps its time, so that it keeps its place; one
    /// without a time has nothing in flight, and is not changed.
    /// </summary>
    public sealed record Push(Key Row) : DatabaseChange;

    /// <summary>Lets parked messages be tried again, but for the records of repairs.</summary>
    public sealed record Replay(IReadOnlyCollection<string> Ids) : DatabaseChange;

    /// <summary>
    /// Orders that the work reported by a parked message is undone. A reason that is on record is kept.
    /// </summary>
    public sealed record Return(string Id, string Reason) : DatabaseChange;

    /// <summary>Gives parked messages up for good, but for the records of repairs.</summary>
    public sealed record Drop(IReadOnlyCollection<string> Ids) : DatabaseChange;

    /// <summary>
    /// Notes the shop that the database belongs to, for good. A file that is a whole shop keeps no such note, and
    /// changes no row. A database of another shop is a <see cref="FatalFault"/> with the code <c>other-shop</c>.
    /// </summary>
    public sealed record Join(ShopId Shop) : DatabaseChange;

    /// <summary>
    /// Gives a role of the database's server the rights that a node needs, or only those that reading needs. A file has
    /// no roles, and changes nothing.
    /// </summary>
    public sealed record Grant(string Role, bool IsReader) : DatabaseChange;
}
