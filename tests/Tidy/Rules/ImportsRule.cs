using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// No file names types of more than 15 others. The three services of the domain do: each names the seven files of the
/// kernel's contract, and for the rest its own messages, states and replies. They are listed with the number that
/// they may not exceed.
/// </summary>
internal sealed class ImportsRule : IRule
{
    public const int FilesMax = 15;

    private readonly IReadOnlyDictionary<string, int> _left;

    public ImportsRule()
        : this(new Dictionary<string, int>
        {
            ["src/Domain/Orders/OrderService.cs"] = 20,
            ["src/Domain/Payments/PaymentService.cs"] = 19,
            ["src/Domain/Stock/StockService.cs"] = 18,
        })
    {
    }

    public ImportsRule(IReadOnlyDictionary<string, int> left) => _left = left;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var counts = Counts(tree);
        var tooMany = counts
            .Where(file => file.Value > Math.Max(FilesMax, _left.GetValueOrDefault(file.Key)))
            .Select(file => new Violation(file.Key, 1, $"names types of {file.Value} other files; {FilesMax} at most"));
        var gone = _left.Keys
            .Where(path => tree.Find(path) is not null && counts.GetValueOrDefault(path) <= FilesMax)
            .Select(path => new Violation(path, 1, $"names types of {FilesMax} files at most, and is still listed"));
        return tooMany.Concat(gone);
    }

    /// <summary>For each file under src, the number of other files that define a type that it names.</summary>
    public static IReadOnlyDictionary<string, int> Counts(SourceTree tree) =>
        tree.Types.Imports.ToDictionary(file => file.Key, file => file.Value.Count);
}
