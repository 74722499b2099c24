using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Source;

/// <summary>
/// Which file names a type of which other file, read from the code: a type is defined where it is declared, and named
/// where its name is used. All of src is one compilation; names from packages stay unresolved.
/// </summary>
internal sealed class TypeGraph
{
    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    private readonly Dictionary<string, HashSet<string>> _imports;

    private TypeGraph(Dictionary<string, HashSet<string>> imports) => _imports = imports;

    /// <summary>For each file, the other files that define a type that it names.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Imports => _imports;

    public static TypeGraph Of(SourceTree tree)
    {
        var files = tree.Code("src").ToList();
        var usings = SyntaxFactory.ParseCompilationUnit(
            string.Concat(Usings.Select(name => $"global using {name};\n")));
        var compilation = CSharpCompilation.Create(
            "src",
            [.. files.Select(file => file.Code.SyntaxTree), usings.SyntaxTree],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var defined = files.SelectMany(file => file.Code.DescendantNodes()).Select(NameOf).ToHashSet();
        return new TypeGraph(files.ToDictionary(file => file.Path, file => ImportsOf(file, compilation, defined)));
    }

    /// <summary>
    /// Folders of a project that name each other's types in a circle, one line each. The top of a project is a folder
    /// too.
    /// </summary>
    public IReadOnlyList<string> FolderCircles(string project)
    {
        var arrows = _imports
            .Where(file => IsIn(project, file.Key))
            .SelectMany(file => file.Value
                .Where(other => IsIn(project, other))
                .Select(other => (From: FolderOf(project, file.Key), To: FolderOf(project, other))))
            .Where(arrow => arrow.From != arrow.To)
            .ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reached = arrows.ToDictionary(group => group.Key, group => ReachedFrom(group.Key, arrows));
        return
        [
            .. reached.Keys
                .Select(folder => reached[folder].Contains(folder)
                    ? string.Join(
                        " ", reached[folder].Where(other => reached.GetValueOrDefault(other)?.Contains(folder) == true)
                            .Order())
                    : "")
                .Where(circle => circle.Length > 0)
                .Distinct()
                .Order(),
        ];
    }

    private static HashSet<string> ReachedFrom(string start, ILookup<string, string> arrows)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>(arrows[start]);
        while (next.TryPop(out var folder))
        {
            if (reached.Add(folder))
            {
                foreach (var other in arrows[folder])
                {
                    next.Push(other);
                }
            }
        }

        return reached;
    }

    private static bool IsIn(string project, string path) =>
        path.StartsWith($"src/{project}/", StringComparison.Ordinal);

    private static string FolderOf(string project, string path)
    {
        var inner = path[$"src/{project}/".Length..];
        var slash = inner.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "." : inner[..slash];
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    };

    // Only names of types in src are looked up, because the lookup is slow.
    private static HashSet<string> ImportsOf(SourceFile file, CSharpCompilation compilation, HashSet<string> defined)
    {
        var model = compilation.GetSemanticModel(file.Code.SyntaxTree);
        return
        [
            .. file.Code.DescendantNodes().OfType<SimpleNameSyntax>()
                .Where(name => defined.Contains(name.Identifier.Text))
                .Select(name => model.GetSymbolInfo(name).Symbol)
                .Select(symbol => symbol switch
                {
                    INamedTypeSymbol type => type,
                    IMethodSymbol { MethodKind: MethodKind.Constructor } method => method.ContainingType,
                    _ => null,
                })
                .OfType<INamedTypeSymbol>()
                .SelectMany(type => type.OriginalDefinition.DeclaringSyntaxReferences)
                .Select(declared => declared.SyntaxTree.FilePath)
                .Where(path => path.Length > 0 && path != file.Path),
        ];
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
