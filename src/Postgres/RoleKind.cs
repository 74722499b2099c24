namespace Cartwright.Postgres;

/// <summary>The work of a role that does not own the tables, and the rights that it needs for it.</summary>
internal sealed class RoleKind
{
    private const string Select = "SELECT";
    private const string Insert = "INSERT";
    private const string Update = "UPDATE";
    private const string Delete = "DELETE";

    /// <summary>On sequences: a number of an identity column needs no right, and <c>pg_dump</c> reads them.</summary>
    public const string OfSequences = Select;

    /// <summary>Every right that a table knows.</summary>
    public static readonly string[] Rights = [Select, Insert, Update, Delete, "TRUNCATE", "REFERENCES", "TRIGGER"];

    private static readonly string[] OfBooks = [Select, Insert, Update];
    private static readonly string[] OfQueues = [Select, Insert, Update, Delete];

    // Rows of other tables are never deleted: each is part of the books.
    private static readonly Dictionary<string, string[]> OfNode = new()
    {
        [PostgresMigrations.Table] = [Select],
        [PostgresMigrations.Expansions] = [Select],
        ["shop"] = [Select, Insert],
        ["id_block"] = [Select, Update],
        ["idempotency_keys"] = OfQueues,
        ["lanes"] = OfQueues,
        ["outbox"] = OfQueues,
        ["parked"] = OfQueues,
    };

    private readonly Func<string, string[]> _rights;

    private RoleKind(string[] ofLaterTables, Func<string, string[]> rights) =>
        (OfLaterTables, _rights) = (ofLaterTables, rights);

    /// <summary>Nodes, and the verbs that change rows.</summary>
    public static RoleKind Serving { get; } = new(OfBooks, table => OfNode.GetValueOrDefault(table, OfBooks));

    /// <summary>The verbs that only read, and <c>pg_dump</c>.</summary>
    public static RoleKind Reading { get; } = new([Select], _ => [Select]);

    /// <summary>The rights on tables that later migrations create.</summary>
    public IReadOnlyList<string> OfLaterTables { get; }

    /// <summary>The rights on a table.</summary>
    public IReadOnlyList<string> RightsOn(string table) => _rights(table);
}
