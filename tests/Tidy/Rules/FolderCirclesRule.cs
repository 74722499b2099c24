using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// The folders of a project do not name each other's types in a circle. Remaining circles are listed here; one that has
/// shrunk or is gone has to leave the list.
/// </summary>
internal sealed class FolderCirclesRule : IRule
{
    private readonly IReadOnlyList<string> _left;

    public FolderCirclesRule()
        : this([])
    {
    }

    public FolderCirclesRule(IReadOnlyList<string> left) => _left = left;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var found = Circles(tree);
        var gone = _left.Except(found).Where(circle => tree.HasFolder($"src/{circle[..circle.IndexOf(':')]}"));
        return found.Except(_left)
            .Select(circle => new Violation("src", 1, $"folders name each other's types in a circle: {circle}"))
            .Concat(gone.Select(circle => new Violation("src", 1, $"this circle is gone, and still listed: {circle}")));
    }

    /// <summary>The circles of all projects, as <c>project: folder folder</c>.</summary>
    public static IReadOnlyList<string> Circles(SourceTree tree) =>
    [
        .. tree.EndingIn(".cs", "src").Select(file => file.Path.Split('/')[1]).Distinct()
            .SelectMany(project => tree.Types.FolderCircles(project).Select(circle => $"{project}: {circle}")),
    ];
}
