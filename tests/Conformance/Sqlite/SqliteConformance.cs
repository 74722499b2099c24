using Cartwright.Conformance.Stores;

namespace Cartwright.Conformance.Sqlite;

public sealed class SqliteRowConformance : RowConformance<SqliteHarness>;

public sealed class SqliteCommitConformance : CommitConformance<SqliteHarness>;

public sealed class SqliteReadConformance : ReadConformance<SqliteHarness>;

public sealed class SqliteListConformance : ListConformance<SqliteHarness>;

public sealed class SqliteLeftoverConformance : LeftoverConformance<SqliteHarness>;

public sealed class SqliteAtRestConformance : AtRestConformance<SqliteHarness>;

public sealed class SqliteUnreadableConformance : UnreadableConformance<SqliteHarness>;

public sealed class SqliteLaterVersionConformance : LaterVersionConformance<SqliteHarness>;
