using Cartwright.Conformance.Stores;

namespace Cartwright.Conformance.Sqlite;

public sealed class SqliteRowConformance : RowConformance<SqliteHarness>;

public sealed class SqliteCommitConformance : CommitConformance<SqliteHarness>;

public sealed class SqliteReadConformance : ReadConformance<SqliteHarness>;
