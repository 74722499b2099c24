namespace Cartwright.Sqlite;

/// <summary>The codes of fatal faults; each has a page in docs/errors.</summary>
internal static class SqliteFaultCodes
{
    /// <summary>Another process owns the data directory.</summary>
    public const string InUse = "data-in-use";

    /// <summary>The data directory cannot be made, read or written.</summary>
    public const string Unusable = "data-unusable";

    /// <summary>There is no database where one has to be.</summary>
    public const string Missing = "data-missing";

    /// <summary>The file is no SQLite database.</summary>
    public const string NotADatabase = "not-a-database";

    /// <summary>The file is a database of another program, or of another version of this one.</summary>
    public const string OtherFormat = "other-format";

    /// <summary>The file lacks changes that were acknowledged in its directory.</summary>
    public const string Incomplete = "data-incomplete";

    /// <summary>The write-ahead log beside the file belongs to another state of it.</summary>
    public const string ForeignLog = "foreign-log";

    /// <summary>A file was deleted, moved or replaced while it was open.</summary>
    public const string Replaced = "data-replaced";

    /// <summary>The file is a database that cannot be read.</summary>
    public const string Damaged = "damaged-database";
}
