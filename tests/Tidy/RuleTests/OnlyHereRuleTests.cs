using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class OnlyHereRuleTests
{
    private static readonly OnlyHereRule Rule = new();

    // Put together here, so that the rule does not find this file.
    private static readonly string[] Foreign =
    [
        "/wo" + "rk/main",
        "/tm" + "p/build.Xy3",
        "shared" + "/design",
        "shared" + "/style",
        "iss" + "ue 12",
        "Iss" + "ue #12",
        "Cla" + "ude",
        "an assis" + "tant",
    ];

    public static TheoryData<string> Words => [.. Foreign];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_that_means_nothing_elsewhere_is_found(string word) =>
        Seeded.Finds(Rule, "means nothing", ("docs/HACKING.md", $"See {word} there."));

    [Theory]
    [InlineData("https://example.com/work/page")]
    [InlineData("src/work/file")]
    [InlineData("${TMPDIR:-/tmp}/cartwright-test.XXXXXX")]
    [InlineData("the issue: 12 orders")]
    public void Other_words_are_allowed(string word) =>
        Seeded.FindsNothing(Rule, ("docs/HACKING.md", $"See {word} there."));

    [Fact]
    public void What_the_build_machine_runs_is_allowed() =>
        Seeded.FindsNothing(Rule, (".ci/run", "export KAFKA_HOME=" + Foreign[0]));

    [Fact]
    public void Pictures_are_not_read() => Seeded.FindsNothing(Rule, ("docs/picture.png", Foreign[0]));
}
