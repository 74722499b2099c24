using System.Text.RegularExpressions;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Http;

namespace Cartwright.Http.Tests.Api;

/// <summary>The documented status and meaning of every code, compared with real answers.</summary>
public sealed partial class CodeTableTests
{
    private static readonly string Interface = File.ReadAllText(Repository.File("docs/API.md"));

    public static TheoryData<string> Codes => [.. ProblemCodes.All];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_interface_names_its_status_and_whether_to_come_again(string code)
    {
        var row = Assert.Single(Rows(), row => row.Codes.Contains(code));
        var known = ProblemCodes.FindCode(code);
        Assert.Equal((row.Status, row.Repeats), (known.Status, known.IsPassing));
    }

    [Fact]
    public void The_interface_names_no_other_code() =>
        Assert.Equal(ProblemCodes.All.Order(), Rows().SelectMany(row => row.Codes).Order());

    [Theory]
    [MemberData(nameof(Codes))]
    public void Its_page_shows_it_as_it_is_answered(string code)
    {
        var page = File.ReadAllLines(Repository.File($"docs/errors/{code}.md"));
        var known = ProblemCodes.FindCode(code);
        Assert.Equal($"{known.Status} · {known.Title}", page[2]);
        Assert.Equal(known.IsPassing, page.Contains("Retry-After: 1"));
    }

    // | 503 | 1 | [shutting-down](errors/shutting-down.md), … | … |
    private static List<(int Status, bool Repeats, List<string> Codes)> Rows() =>
    [
        .. Row().Matches(Interface).Select(row => (
            int.Parse(row.Groups["status"].Value),
            row.Groups["repeats"].Value == "yes",
            Code().Matches(row.Groups["codes"].Value).Select(code => code.Groups[1].Value).ToList())),
    ];

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| (?<repeats>yes|no) \| (?<codes>\[.*?\)) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[([a-z-]+)\]\(errors/")]
    private static partial Regex Code();
}
