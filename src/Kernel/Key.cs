namespace Cartwright.Kernel;

/// <summary>
/// Names one row: its table and its number, or its text where the table's key is text. Keys have one order, in
/// which every batch takes its locks.
/// </summary>
public readonly struct Key : IEquatable<Key>, IComparable<Key>
{
    public Key(Table table, long id)
    {
        Table = table;
        Id = id;
    }

    public Key(Table table, string text)
    {
        Table = table;
        Text = text;
    }

    public Table Table { get; }

    public long Id { get; }

    public string? Text { get; }

    public static bool operator ==(Key left, Key right) => left.Equals(right);

    public static bool operator !=(Key left, Key right) => !left.Equals(right);

    public static bool operator <(Key left, Key right) => left.CompareTo(right) < 0;

    public static bool operator >(Key left, Key right) => left.CompareTo(right) > 0;

    public static bool operator <=(Key left, Key right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Key left, Key right) => left.CompareTo(right) >= 0;

    public bool Equals(Key other) => Id == other.Id && ReferenceEquals(Table, other.Table) && Text == other.Text;

    public override bool Equals(object? obj) => obj is Key other && Equals(other);

    public override int GetHashCode() => Text is null
        ? unchecked((int)(Id * 0x9E3779B1) ^ (int)(Id >> 32) ^ (Table.Ordinal << 28))
        : Text.GetHashCode(StringComparison.Ordinal);

    public int CompareTo(Key other)
    {
        var byTable = Table.Ordinal.CompareTo(other.Table.Ordinal);
        if (byTable != 0)
        {
            return byTable;
        }

        var byId = Id.CompareTo(other.Id);
        return byId != 0 ? byId : string.CompareOrdinal(Text, other.Text);
    }

    public override string ToString() => $"{Table.Name}:{Text ?? Id.ToString()}";
}
