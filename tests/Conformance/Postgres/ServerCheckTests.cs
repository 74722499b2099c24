using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>Which settings of a server are accepted.</summary>
public sealed class ServerCheckTests
{
    private static readonly string[] Good = ["on", "on", "on", "", "UTF8", "warning", "77"];

    [Theory]
    [InlineData(2, "on", null)]
    [InlineData(2, "remote_apply", null)]
    [InlineData(2, "remote_write", "unsafe-server")]
    [InlineData(2, "local", "unsafe-server")]
    [InlineData(2, "off", "unsafe-server")]
    [InlineData(0, "off", "unsafe-server")]
    [InlineData(1, "off", "unsafe-server")]
    [InlineData(4, "LATIN1", "unfit-server")]
    [InlineData(5, "notice", "unfit-server")]
    [InlineData(6, "78", "unfit-server")]
    public void A_server_is_judged_by_each_answer(int place, string answer, string? code)
    {
        string[] answers = [.. Good];
        answers[place] = answer;
        Assert.Equal(code, ServerCheck.MistakeIn(answers, process: "77", Options())?.Code);
    }

    [Theory]
    [InlineData("", "unsafe-server")]
    [InlineData("*", null)]
    [InlineData("ANY 1 (a, b)", null)]
    public void A_standby_is_named_where_one_is_required(string standbys, string? code)
    {
        string[] answers = [.. Good];
        answers[3] = standbys;
        var required = Options() with { RequireSynchronousStandby = true };
        Assert.Equal(code, ServerCheck.MistakeIn(answers, process: "77", required)?.Code);
    }

    [Fact]
    public void A_server_that_answers_otherwise_is_refused() =>
        Assert.NotNull(ServerCheck.MistakeIn([], process: "77", Options()));

    private static PostgresOptions Options() => new() { ConnectionString = "Host=one" };
}
