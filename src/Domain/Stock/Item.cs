using Cartwright.Kernel;

namespace Cartwright.Domain.Stock;

/// <summary>
/// One item: the units in the warehouse, and its lifetime counters, by which <c>stock = added + returned - subtracted -
/// taken</c>.
/// </summary>
public sealed record Item
{
    public required long Price { get; init; }

    public long Stock { get; init; }

    public long Added { get; init; }

    public long Subtracted { get; init; }

    public long Taken { get; init; }

    public long Returned { get; init; }

    /// <summary>Grows with each reset; a return of an older generation changes no balance.</summary>
    public long Generation { get; init; }

    public static Table<Item> Table { get; } = new(
        2,
        "items",
        new Column("item_id", ColumnKind.Number),
        [
            new("price", ColumnKind.Number), new("stock", ColumnKind.Number), new("added", ColumnKind.Number),
            new("subtracted", ColumnKind.Number), new("taken", ColumnKind.Number),
            new("returned", ColumnKind.Number), new("generation", ColumnKind.Number),
        ],
        (_, row) => new Item
        {
            Price = row.ReadNumber(),
            Stock = row.ReadNumber(),
            Added = row.ReadNumber(),
            Subtracted = row.ReadNumber(),
            Taken = row.ReadNumber(),
            Returned = row.ReadNumber(),
            Generation = row.ReadNumber(),
        },
        (item, row) =>
        {
            row.WriteNumber(item.Price);
            row.WriteNumber(item.Stock);
            row.WriteNumber(item.Added);
            row.WriteNumber(item.Subtracted);
            row.WriteNumber(item.Taken);
            row.WriteNumber(item.Returned);
            row.WriteNumber(item.Generation);
        });

    public static Key KeyOf(ItemId item) => Table.KeyOf(item.Value);

    /// <summary>
    /// Whether the lifetime counter of takes has room for the units. Units that are returned and taken again count
    /// each time.
    /// </summary>
    public bool CanCount(long quantity) => quantity <= Limits.CounterMax - Taken;

    /// <summary>The item after an attempt took its units.</summary>
    public Item Take(long quantity) => checked(this with { Stock = Stock - quantity, Taken = Taken + quantity });

    /// <summary>The item after a cancelled order gave its units back.</summary>
    public Item Return(long quantity) =>
        checked(this with { Stock = Stock + quantity, Returned = Returned + quantity });
}
