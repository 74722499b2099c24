using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A service uses only the messages of another: a file under src/Domain/Orders names types of src/Domain/Stock only
/// when they are declared in a file that ends in Messages.cs.
/// </summary>
internal sealed class ServicesApartRule : IRule
{
    private static readonly string[] Services = ["Orders", "Stock", "Payments"];

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var shared = TypesOf(tree.Code("src/Domain").Where(file => ServiceOf(file) is null || IsMessages(file)));
        var inner = Services.ToDictionary(
            service => service,
            service => TypesOf(tree.Code($"src/Domain/{service}").Where(file => !IsMessages(file))));

        return
            from file in tree.Code("src/Domain")
            let own = ServiceOf(file)
            where own is not null
            from other in Services
            where other != own
            let hidden = inner[other].Except(shared).Except(inner[own]).ToHashSet()
            from name in NamesOfTypes(file, hidden, other)
            select file.At(name, $"{own} must not know {name.Identifier.Text}, which {other} keeps to itself");
    }

    private static string? ServiceOf(SourceFile file) =>
        Services.FirstOrDefault(service => file.IsUnder($"src/Domain/{service}"));

    private static bool IsMessages(SourceFile file) => file.Name.EndsWith("Messages.cs", StringComparison.Ordinal);

    private static HashSet<string> TypesOf(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => file.Code.DescendantNodes()).Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => "",
        }).Where(name => name.Length > 0),
    ];

    private static IEnumerable<SimpleNameSyntax> NamesOfTypes(SourceFile file, HashSet<string> hidden, string other)
    {
        var members = MembersOf(file);
        return file.Code.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => hidden.Contains(name.Identifier.Text))
            .Where(name => IsType(name) || IsBehindNamespace(name, other)
                || (MayBeType(name) && !members.Contains(name.Identifier.Text)));
    }

    private static bool IsType(SimpleNameSyntax name)
    {
        ExpressionSyntax whole = name;
        while (whole.Parent is QualifiedNameSyntax qualified && qualified.Right == whole)
        {
            whole = qualified;
        }

        return SyntaxFacts.IsInTypeOnlyContext(whole) || whole.Parent is QualifiedNameSyntax or UsingDirectiveSyntax;
    }

    private static bool IsBehindNamespace(SimpleNameSyntax name, string service) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name
        && (access.Expression.ToString() == service
            || access.Expression.ToString().EndsWith($".{service}", StringComparison.Ordinal));

    // `Item.Key(id)` and `is Item` can mean a type, or a property of the same name.
    private static bool MayBeType(SimpleNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Expression == name)
        || name.Parent is ConstantPatternSyntax;

    private static HashSet<string> MembersOf(SourceFile file) =>
    [
        .. file.Code.DescendantNodes().Select(node => node switch
        {
            PropertyDeclarationSyntax property => property.Identifier.Text,
            ParameterSyntax parameter => parameter.Identifier.Text,
            VariableDeclaratorSyntax variable => variable.Identifier.Text,
            EnumMemberDeclarationSyntax member => member.Identifier.Text,
            _ => "",
        }),
    ];
}
