using Cartwright.Conformance.Stores;

namespace Cartwright.Conformance.Postgres;

public sealed class PostgresRowConformance : RowConformance<PostgresHarness>;

public sealed class PostgresCommitConformance : CommitConformance<PostgresHarness>;

public sealed class PostgresReadConformance : ReadConformance<PostgresHarness>;

public sealed class PostgresLeftoverConformance : LeftoverConformance<PostgresHarness>;

public sealed class PostgresLockConformance : LockConformance<PostgresHarness>;

public sealed class PostgresAtRestConformance : AtRestConformance<PostgresHarness>;

public sealed class PostgresUnreadableConformance : UnreadableConformance<PostgresHarness>;

public sealed class PostgresLaterVersionConformance : LaterVersionConformance<PostgresHarness>;
