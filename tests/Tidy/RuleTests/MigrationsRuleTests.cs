using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class MigrationsRuleTests
{
    private static readonly MigrationsRule Rule = new();

    [Theory]
    [InlineData("CREATE TABLE parcels (order_id bigint NOT NULL, at bigint); CREATE UNIQUE INDEX p ON parcels (at);")]
    [InlineData("ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE orders ADD COLUMN n int NOT NULL DEFAULT 0;")]
    [InlineData("ALTER TABLE orders ADD COLUMN wanted bigint CHECK (wanted >= 0);")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS o;\nCREATE INDEX CONCURRENTLY o ON orders (user_id);")]
    [InlineData("-- DROP TABLE is not said here.\nCREATE TABLE a (b int);")]
    public void An_addition_is_allowed(string sql) => Seeded.FindsNothing(Rule, File("0007-order.sql", sql));

    [Theory]
    [InlineData("DROP TABLE orders;", "removed or renamed")]
    [InlineData("ALTER TABLE orders DROP COLUMN total;", "removed or renamed")]
    [InlineData("ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;", "removed or renamed")]
    [InlineData("alter table orders rename column total to sum;", "removed or renamed")]
    [InlineData("ALTER TABLE orders RENAME TO purchases;", "removed or renamed")]
    [InlineData("DROP INDEX orders_due;", "removed or renamed")]
    [InlineData("ALTER TABLE orders ALTER COLUMN total TYPE numeric;", "new type or constraint")]
    [InlineData("ALTER TABLE orders ALTER total SET DATA TYPE numeric;", "new type or constraint")]
    [InlineData("ALTER TABLE orders ALTER COLUMN reason SET NOT NULL;", "new type or constraint")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9);", "new type or constraint")]
    [InlineData("ALTER TABLE orders ADD COLUMN note text NOT NULL;", "give it a DEFAULT")]
    [InlineData("ALTER TABLE orders\n  ADD COLUMN note text\n  NOT NULL;", "give it a DEFAULT")]
    [InlineData("CREATE INDEX o ON orders (user_id);", "made CONCURRENTLY")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY o ON orders (user_id);", "rejects rows")]
    [InlineData("UPDATE orders SET total = 0;", "locks rows")]
    [InlineData("DELETE FROM parked;", "locks rows")]
    public void A_change_that_nodes_of_the_last_release_do_not_stand_is_found(string sql, string message) =>
        Seeded.Finds(Rule, message, File("0007-order.sql", $"-- Why.\n\n{sql}\n"));

    [Fact]
    public void The_line_of_the_statement_is_named() =>
        Seeded.Finds(Rule, "0007-order.sql:4: ", File("0007-order.sql", "-- Why.\n\nSELECT 1;\nDROP TABLE orders;\n"));

    [Fact]
    public void Files_of_the_first_release_had_no_nodes_beside_them() =>
        Seeded.FindsNothing(Rule, File("0006-engine.sql", "DROP TABLE orders;"));

    [Fact]
    public void SQLite_has_no_nodes_beside_it() =>
        Seeded.FindsNothing(Rule, ("src/Sqlite/Migrations/0007-shop.sql", "DROP TABLE orders;"));

    [Fact]
    public void A_contraction_names_the_release_since_which_nothing_needs_it() => Seeded.FindsNothing(
        Rule,
        File("0009-contract-order.sql", "-- Since 0.2.0 no node reads it.\nALTER TABLE orders DROP COLUMN note;"),
        ("releases.txt", "0.2.0 2027-01-31 0123456789abcdef0123456789abcdef01234567\n"));

    [Theory]
    [InlineData("-- No node reads it.")]
    [InlineData("-- Since 0.3.0 no node reads it.")]
    public void A_contraction_in_the_release_of_its_replacement_is_found(string line) => Seeded.Finds(
        Rule,
        "begin with '-- Since VERSION'",
        File("0009-contract-order.sql", $"{line}\nALTER TABLE orders DROP COLUMN note;"),
        ("releases.txt", "0.2.0 2027-01-31 0123456789abcdef0123456789abcdef01234567\n"));

    private static (string, string) File(string name, string sql) => ($"src/Postgres/Migrations/{name}", sql);
}
