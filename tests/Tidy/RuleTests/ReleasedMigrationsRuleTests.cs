using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ReleasedMigrationsRuleTests
{
    private const string Path = "src/Sqlite/Migrations/0001-tables.sql";

    // sha256sum of "abc", an example of FIPS 180-2.
    private const string Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static readonly ReleasedMigrationsRule Rule = new();

    [Fact]
    public void A_file_as_it_was_released_is_allowed() =>
        Seeded.FindsNothing(Rule, List($"{Hash}  {Path}\n"), (Path, "abc"));

    [Fact]
    public void A_released_file_that_was_changed_is_found() =>
        Seeded.Finds(Rule, $"{Path}:1: it was released", List($"{Hash}  {Path}\n"), (Path, "abc\n"));

    [Fact]
    public void A_released_file_that_is_gone_is_found() =>
        Seeded.Finds(Rule, $"{Path} was released, and is gone", List($"{Hash}  {Path}\n"));

    [Fact]
    public void A_line_of_another_form_is_found() =>
        Seeded.Finds(Rule, "released-migrations.sha256:1: not a hash", List($"{Hash} {Path}\n"), (Path, "abc"));

    private static (string, string) List(string text) => ("released-migrations.sha256", text);
}
