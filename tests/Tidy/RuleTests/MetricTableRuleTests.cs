using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class MetricTableRuleTests
{
    private const string Table = """
        | name | unit, kind | what it is |
        | --- | --- | --- |
        | `cartwright.sales` | counter | sales |
        | `cartwright.age` | s, gauge | age |
        """;

    private const string Code = """
        class A
        {
            void Make()
            {
                meter.CreateCounter<long>("cartwright.sales", "{sale}", "Sales.");
                meter.CreateObservableGauge("cartwright.age", Read, "s", "Age.");
            }
        }
        """;

    private static readonly MetricTableRule Rule = new();

    [Fact]
    public void An_instrument_without_a_row_is_found() => Seeded.Finds(
        Rule, "src/A.cs:7: cartwright.size (histogram) is not in the table",
        ("docs/operating/watching.md", Table),
        ("src/A.cs", Code.Replace(
            "\n    }", "\n        m.CreateHistogram<int>(\"cartwright.size\", \"{byte}\", \"\");\n    }",
            StringComparison.Ordinal)));

    [Fact]
    public void Another_unit_is_found() => Seeded.Finds(
        Rule, "cartwright.age (ms, gauge) is not in the table",
        ("docs/operating/watching.md", Table), ("src/A.cs", Code.Replace("\"s\"", "\"ms\"", StringComparison.Ordinal)));

    [Fact]
    public void A_row_without_an_instrument_is_found() => Seeded.Finds(
        Rule, "docs/operating/watching.md:5: the source measures no cartwright.gone",
        ("docs/operating/watching.md", Table + "\n| `cartwright.gone` | gauge | gone |"), ("src/A.cs", Code));

    [Fact]
    public void What_is_in_the_table_is_allowed() =>
        Seeded.FindsNothing(Rule, ("docs/operating/watching.md", Table), ("src/A.cs", Code));
}
