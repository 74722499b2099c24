using System.Globalization;
using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A sentence names its subject: "what", "whoever" and "nobody" are rare, and a program returns or rejects instead of
/// telling. Counted per 1,000 words of an area, without questions.
/// </summary>
internal sealed partial class VoiceRule : IRule
{
    private const int PlacesMax = 8;

    private static readonly (string Name, double Limit, Regex Words)[] Manners =
    [
        ("what", 2, What()),
        ("tell", 1, Tell()),
        ("who", 1, Who()),
        ("nobody", 0.5, Nobody()),
    ];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from count in Counts(tree)
        where count.IsAbove
        let worst = count.Places.GroupBy(place => place.File.Path).MaxBy(file => file.Count())!
        select worst.First().File.At(worst.First().Line, Message(count));

    /// <summary>The count of each manner in each area, with the places.</summary>
    public static IReadOnlyList<VoiceCount> Counts(SourceTree tree) =>
    [
        .. from area in Areas(tree).GroupBy(part => part.Area, part => part.Prose)
           let words = area.Sum(prose => prose.Words)
           from manner in Manners
           select new VoiceCount(area.Key, manner.Name, manner.Limit, words, [.. PlacesOf(area, manner.Words)]),
    ];

    private static IEnumerable<(string Area, Prose Prose)> Areas(SourceTree tree)
    {
        var comments = from file in tree.Code()
                       where file.Path.Contains('/')
                       from prose in Prose.CommentsOf(file)
                       select (AreaOf(file), prose);
        var texts = from file in tree.Code("src")
                    from prose in Prose.TextsOf(file)
                    select ($"{AreaOf(file)}, texts", prose);
        var pages = from file in tree.EndingIn(".md")
                    from prose in Prose.ParagraphsOf(file)
                    select ($"{(file.Folder.Length == 0 ? "the root" : file.Folder)}, pages", prose);
        var scripts = from file in tree.Files
                      where IsScript(file)
                      from prose in Prose.HashCommentsOf(file)
                      select ($"{file.Path.Split('/')[..^1].FirstOrDefault("the root")}, scripts", prose);
        return comments.Concat(texts).Concat(pages).Concat(scripts);
    }

    private static bool IsScript(SourceFile file) =>
        file.Name.EndsWith(".sh", StringComparison.Ordinal)
        || file.Name.EndsWith(".yaml", StringComparison.Ordinal)
        || file.Name is "Dockerfile" or ".editorconfig"
        || (!file.Name.Contains('.') && file.Text.StartsWith("#!", StringComparison.Ordinal));

    /// <summary>The project: the first two folders, or the only one.</summary>
    private static string AreaOf(SourceFile file) => string.Join('/', file.Folder.Split('/').Take(2));

    private static IEnumerable<VoicePlace> PlacesOf(IEnumerable<Prose> area, Regex words) =>
        from prose in area
        from match in words.Matches(prose.Text)
        where !prose.AsksAt(match.Index)
        select new VoicePlace(prose.File, prose.LineAt(match.Index), match.Value);

    private static string Message(VoiceCount count)
    {
        var places = count.Places
            .GroupBy(place => place.File.Path)
            .OrderByDescending(file => file.Count())
            .Take(PlacesMax)
            .Select(file => $"{file.Key} ({string.Join(", ", file.Select(place => place.Line))})");
        return string.Create(CultureInfo.InvariantCulture,
            $"{count}; {count.Limit} at most. Name the subject, at {string.Join(", ", places)}");
    }

    [GeneratedRegex(@"\b(what|whatever|whoever|whomever)\b", RegexOptions.IgnoreCase)]
    private static partial Regex What();

    [GeneratedRegex(@"\b(tell|tells|telling|told|say|says|saying|said|hear|hears|hearing|heard)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tell();

    [GeneratedRegex(@"\b(who|whose|whom)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Who();

    [GeneratedRegex(@"\b(nobody|somebody|anybody|everybody|someone|anyone|no one)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nobody();
}
