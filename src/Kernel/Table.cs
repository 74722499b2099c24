namespace Cartwright.Kernel;

/// <summary>How a column's value is stored.</summary>
public enum ColumnKind
{
    /// <summary>A whole number of 64 bits.</summary>
    Number,

    /// <summary>Text; statuses and reasons are stored by their names.</summary>
    Text,

    /// <summary>A JSON text: an array of arrays of whole numbers (see <see cref="NumberRows"/>).</summary>
    Json,
}

/// <summary>One column: its name, its kind, and whether it can be empty.</summary>
public sealed record Column(string Name, ColumnKind Kind, bool Nullable = false);

/// <summary>
/// How an entity lies in its table. Beside these columns every table has its key column and a <c>version</c>, both
/// of which the store looks after. A column named <c>due</c> holds the time at which a sweep should look.
/// </summary>
public abstract class Table
{
    private protected Table(int ordinal, string name, Column key, IReadOnlyList<Column> columns)
    {
        Ordinal = ordinal;
        Name = name;
        KeyColumn = key;
        Columns = columns;
    }

    /// <summary>The table's place in the order of locks; unique among all tables.</summary>
    public int Ordinal { get; }

    /// <summary>The table's name in the database.</summary>
    public string Name { get; }

    /// <summary>The key: a number or a text.</summary>
    public Column KeyColumn { get; }

    /// <summary>The other columns, in the order in which they are read and written.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>
    /// Whether a decision may rest on a row's absence: a batch that has missed a row commits only if the row is still
    /// missing. A row that does not exist cannot be locked.
    /// </summary>
    public bool GuardsAbsence { get; init; }

    /// <summary>
    /// Whether a <c>due</c> time may be any time ahead. Elsewhere one beyond <see cref="Backoff.AheadMaxMs"/> counts as
    /// due.
    /// </summary>
    public bool IsDueAnyTime { get; init; }

    /// <summary>
    /// The column by whose number rows can be listed, in the order of their keys; null for none. An index on this
    /// column and the key finds them.
    /// </summary>
    public string? ListedBy { get; init; }

    /// <summary>Whether a sweep looks after the table's rows.</summary>
    public bool HasDue => Columns.Any(column => column.Name == "due");

    /// <summary>The time from which on a row counts as due because its time is too far ahead.</summary>
    public long DueAheadOf(long now) => IsDueAnyTime ? long.MaxValue : Backoff.AheadOf(now);

    /// <summary>The state from the columns' values, in the order of <see cref="Columns"/>.</summary>
    public abstract object ReadRow(Key key, IColumnReader reader);

    /// <summary>The columns' values from a state, in the order of <see cref="Columns"/>.</summary>
    public abstract void WriteRow(object state, IColumnWriter writer);
}

/// <summary>The table of one type of entity.</summary>
public sealed class Table<T>(
    int ordinal,
    string name,
    Column key,
    IReadOnlyList<Column> columns,
    Func<Key, IColumnReader, T> read,
    Action<T, IColumnWriter> write) : Table(ordinal, name, key, columns)
    where T : class
{
    /// <summary>The key of the row with this number.</summary>
    public Key KeyOf(long id) => new(this, id);

    public override object ReadRow(Key key, IColumnReader reader) => read(key, reader);

    public override void WriteRow(object state, IColumnWriter writer) => write((T)state, writer);
}

/// <summary>Reads one row's columns, in order.</summary>
public interface IColumnReader
{
    long ReadNumber();

    long? ReadNumberOrNull();

    string? ReadText();
}

/// <summary>Takes one row's columns, in order.</summary>
public interface IColumnWriter
{
    void WriteNumber(long value);

    void WriteNumberOrNull(long? value);

    void WriteText(string? value);
}
