using Cartwright.Conformance.Stores;

namespace Cartwright.Conformance.Postgres;

public sealed class PostgresRowConformance : RowConformance<SecuredPostgresHarness>;

public sealed class PostgresCommitConformance : CommitConformance<SecuredPostgresHarness>;

public sealed class PostgresReadConformance : ReadConformance<SecuredPostgresHarness>;

public sealed class PostgresListConformance : ListConformance<SecuredPostgresHarness>;

public sealed class PostgresLeftoverConformance : LeftoverConformance<SecuredPostgresHarness>;

public sealed class PostgresLockConformance : LockConformance<SecuredPostgresHarness>;

public sealed class PostgresAtRestConformance : AtRestConformance<SecuredPostgresHarness>;

public sealed class PostgresUnreadableConformance : UnreadableConformance<SecuredPostgresHarness>;

public sealed class PostgresLaterVersionConformance : LaterVersionConformance<SecuredPostgresHarness>;
