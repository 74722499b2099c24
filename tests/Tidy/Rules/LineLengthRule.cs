using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>No line of C#, or of the console's pages, styles and scripts, has more than 120 characters.</summary>
internal sealed class LineLengthRule : IRule
{
    private const int CharactersMax = 120;

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code().Concat(tree.OfPages())
        from line in file.Lines.Index()
        where line.Item.Length > CharactersMax
        select file.At(line.Index + 1, $"{line.Item.Length} characters; a line has {CharactersMax} at most");
}
