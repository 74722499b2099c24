using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Source;

/// <summary>One file of the repository. Its path is relative to the root, with forward slashes.</summary>
internal sealed class SourceFile(string path, Func<string> read)
{
    private static readonly CSharpParseOptions Options =
        new(LanguageVersion.Latest, DocumentationMode.Parse, preprocessorSymbols: ["NET10_0_OR_GREATER"]);

    public string Path => path;

    public string Name => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder, without a slash at its end; empty for a file at the root.</summary>
    public string Folder => path[..Math.Max(0, path.LastIndexOf('/'))];

    public string Text => field ??= read();

    /// <summary>The lines; an end of line at the end of the file begins no further one.</summary>
    public IReadOnlyList<string> Lines => field ??= Split(Text);

    /// <summary>The parsed C#.</summary>
    public CompilationUnitSyntax Code => field ??=
        (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Text, Options, path).GetRoot();

    public bool IsUnder(string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    public Violation At(int line, string message) => new(path, line, message);

    public Violation At(SyntaxNodeOrToken where, string message) =>
        At(LineOf(where.SpanStart), message);

    public Violation At(SyntaxTrivia where, string message) => At(LineOf(where.SpanStart), message);

    /// <summary>The number of lines of a piece of code, without the lines before it.</summary>
    public int LinesOf(int start, int end) => LineOf(end) - LineOf(start) + 1;

    private int LineOf(int position) => Code.SyntaxTree.GetText().Lines.GetLineFromPosition(position).LineNumber + 1;

    private static string[] Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
