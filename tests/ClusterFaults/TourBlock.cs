using System.Text.RegularExpressions;

namespace Cartwright.ClusterFaults;

/// <summary>One block of commands of the tour.</summary>
/// <param name="Section">The heading above it, with its signs.</param>
/// <param name="Commands">The commands.</param>
/// <param name="Output">The output that the tour shows; empty where it shows none.</param>
internal sealed partial record TourBlock(string Section, string Commands, string Output)
{
    private const string AnyLines = "…";

    /// <summary>The blocks of a page, in their order.</summary>
    public static IReadOnlyList<TourBlock> BlocksOf(string page) =>
    [
        .. Block().Matches(page).Select(block => new TourBlock(
            Heading().Matches(page[..block.Index])[^1].Value.Trim(),
            block.Groups["commands"].Value,
            block.Groups["output"].Value)),
    ];

    /// <summary>Whether an output is the one that is shown.</summary>
    public static bool IsShown(string shown, string printed) => Matches(LinesOf(shown), LinesOf(printed));

    private static bool Matches(ReadOnlySpan<string> shown, ReadOnlySpan<string> printed)
    {
        if (shown.IsEmpty)
        {
            return printed.IsEmpty;
        }

        if (shown[0] != AnyLines)
        {
            return !printed.IsEmpty && shown[0] == printed[0] && Matches(shown[1..], printed[1..]);
        }

        for (var skipped = 0; skipped <= printed.Length; skipped++)
        {
            if (Matches(shown[1..], printed[skipped..]))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] LinesOf(string text) =>
        [.. text.Split('\n').Select(line => Blank(line.Trim())).Where(line => line.Length > 0)];

    // Credits, units and statuses are compared; numbers of entities, times, places and counts of looks are not.
    private static string Blank(string line)
    {
        var blanked = Moment().Replace(line, "TIME");
        blanked = Look().Replace(blanked, "LOOK");
        blanked = Duration().Replace(blanked, "TIME");
        blanked = Place().Replace(blanked, "PLACE");
        blanked = Id().Replace(blanked, "ID");
        blanked = Port().Replace(blanked, "127.0.0.1:PORT");
        return Spaces().Replace(blanked, " ");
    }

    [GeneratedRegex(@"```sh\n(?<commands>.*?)```\n(\n```text\n(?<output>.*?)```\n)?", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^#+ .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(next look in|a look due for) [\d.]+ (s|min) \(\d+ so far\)")]
    private static partial Regex Look();

    [GeneratedRegex(@"\b\d+(\.\d+)? (s|min)\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\d+@\d+|\(lag \d+\)")]
    private static partial Regex Place();

    [GeneratedRegex(@"\b\d{9,}\b|""traceId"":""[0-9a-f]{32}""|\bpostgres-[123]\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
