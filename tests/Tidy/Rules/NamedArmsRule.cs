using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A switch over messages, roles or statuses names every arm, and its discard arm throws. A catch-all would decide
/// business for a message or a status that is added later, or that a corrupted row holds.
/// </summary>
internal sealed class NamedArmsRule : IRule
{
    private static readonly string[] Folders = ["src/Kernel", "src/Domain"];
    private const string Root = "Message";

    // Reasons are an open list: a new one is handled as "some rejection" on purpose.
    private static readonly string[] Open = ["Reason", "ColumnKind"];

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var closed = Enumerations(tree).Concat(Messages(tree)).ToHashSet();
        return
            from file in tree.Code("src")
            from node in file.Code.DescendantNodes()
            from caught in node switch
            {
                SwitchExpressionSyntax expression => CatchAlls(expression, closed),
                SwitchStatementSyntax statement => CatchAlls(statement, closed),
                _ => [],
            }
            select file.At(caught, "the discard arm of a switch over messages, roles or statuses must throw");
    }

    private static IEnumerable<string> Enumerations(SourceTree tree) =>
        from file in Folders.SelectMany(folder => tree.Code(folder))
        from type in file.Code.DescendantNodes().OfType<EnumDeclarationSyntax>()
        where !Open.Contains(type.Identifier.Text)
        select type.Identifier.Text;

    private static HashSet<string> Messages(SourceTree tree)
    {
        var types = Folders.SelectMany(folder => tree.Code(folder))
            .SelectMany(file => file.Code.DescendantNodes().OfType<RecordDeclarationSyntax>())
            .ToLookup(type => type.Identifier.Text, type => BasesOf(type).ToList());
        HashSet<string> messages = [Root];
        string[] further;
        do
        {
            // One level further from the root in each round.
            further =
            [
                .. types.Where(type => type.Any(bases => bases.Any(messages.Contains)))
                    .Select(type => type.Key)
                    .Where(name => !messages.Contains(name)),
            ];
            messages.UnionWith(further);
        }
        while (further.Length > 0);

        return messages;
    }

    private static IEnumerable<string> BasesOf(RecordDeclarationSyntax type) =>
        type.BaseList?.Types.Select(parent => LastName(parent.Type)) ?? [];

    private static IEnumerable<SyntaxNode> CatchAlls(SwitchExpressionSyntax expression, HashSet<string> closed) =>
        expression.Arms.Any(arm => Names(arm.Pattern, closed))
            ? expression.Arms.Where(arm => IsCatchAll(arm.Pattern) && arm.Expression is not ThrowExpressionSyntax)
            : [];

    // A switch statement without a default continues as if there had been nothing to decide.
    private static IEnumerable<SyntaxNode> CatchAlls(SwitchStatementSyntax statement, HashSet<string> closed)
    {
        var labels = statement.Sections.SelectMany(section => section.Labels).ToList();
        if (!labels.Any(label => Names(label, closed)))
        {
            return [];
        }

        var throwing = statement.Sections
            .Where(section => section.Statements is [ThrowStatementSyntax])
            .SelectMany(section => section.Labels).ToHashSet();
        var catchAlls = labels.Where(IsCatchAll).ToList();
        return catchAlls.Count == 0 ? [statement] : catchAlls.Where(label => !throwing.Contains(label));
    }

    private static bool IsCatchAll(SwitchLabelSyntax label) => label is DefaultSwitchLabelSyntax
        || (label is CasePatternSwitchLabelSyntax pattern && IsCatchAll(pattern.Pattern));

    private static bool IsCatchAll(PatternSyntax pattern) => pattern switch
    {
        DiscardPatternSyntax or VarPatternSyntax => true,
        ParenthesizedPatternSyntax inner => IsCatchAll(inner.Pattern),
        RecursivePatternSyntax { PositionalPatternClause: { } tuple, Type: null, PropertyPatternClause: null } =>
            tuple.Subpatterns.All(part => IsCatchAll(part.Pattern)),
        _ => false,
    };

    private static bool Names(SyntaxNode? pattern, HashSet<string> closed) => pattern switch
    {
        null => false,
        CasePatternSwitchLabelSyntax label => Names(label.Pattern, closed),
        _ => pattern.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Any(name => closed.Contains(name.Identifier.Text) && !IsMember(name)),
    };

    // `Standing.Paid` names the enumeration, and `Cancel.Standing` a member that has its name.
    private static bool IsMember(IdentifierNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name
            && access.Parent is not MemberAccessExpressionSyntax)
        || name.Parent is NameColonSyntax;

    private static string LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => type.ToString(),
    };
}
