using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A setting is one entry of the list and one reading. Its name is in the entry only. A bound of the engine or of
/// the server has its default in their options only, and a bound of an adapter, which the list cannot name, in the list
/// only.
/// </summary>
internal sealed class SettingsRule : IRule
{
    private static readonly string[] Lists =
    [
        "src/Cli/Configuration/Settings.cs", "src/Cli/Configuration/KafkaSettings.cs",
        "src/Cli/Configuration/TlsSettings.cs", "src/Cli/Configuration/AccessSettings.cs",
    ];

    private static readonly string[] Reading = ["TextOf", "TextOrNull", "ReaderOf", "NumberOf", "IsOn", "ListOf"];

    /// <summary>Bounds of adapters, which have their defaults in the list.</summary>
    private static readonly string[] OfAdapters =
        ["Readers", "Replication", "Retention", "OrderEventsPartitions", "OrderEventsDays"];

    /// <summary>The Lab calls the program as its users do, by names of options.</summary>
    private const string Caller = "src/Lab/";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var lists = Lists.Select(tree.Find).OfType<SourceFile>().ToList();
        if (lists.Count == 0)
        {
            return [];
        }

        var code = tree.Code("src").Where(file => !file.Path.StartsWith(Caller, StringComparison.Ordinal)).ToList();
        return lists
            .SelectMany(list => EntriesOf(list).SelectMany(entry => CheckEntry(list, entry, code)))
            .Concat(CheckAdapters(code));
    }

    // The composition sets these from settings, each of which has its default.
    private static IEnumerable<Violation> CheckAdapters(IReadOnlyList<SourceFile> code)
    {
        var set = code
            .Where(file => file.IsUnder("src/Cli"))
            .SelectMany(file => file.Code.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Where(node => node.Parent.IsKind(SyntaxKind.ObjectInitializerExpression))
            .Select(node => node.Left.ToString())
            .ToHashSet();
        return
            from file in code
            where file.Path.EndsWith("Options.cs", StringComparison.Ordinal)
                && ProjectArrowsRule.Adapters.Any(adapter => file.IsUnder($"src/{adapter}"))
            from property in file.Code.DescendantNodes().OfType<PropertyDeclarationSyntax>()
            where property.Initializer is not null && set.Contains(property.Identifier.Text)
            select file.At(property, $"{property.Identifier.Text} comes from a setting: its default stands there");
    }

    private static IEnumerable<Violation> CheckEntry(SourceFile list, Entry entry, IReadOnlyList<SourceFile> code)
    {
        var readings = code.Sum(file => file.Code.DescendantNodes().Count(node => IsReading(node, entry)));
        if (readings != 1)
        {
            yield return list.At(entry.Node, $"{entry.Property} is read in {readings} places; a setting has one");
        }

        if (entry.Default is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            && !OfAdapters.Contains(entry.Property))
        {
            yield return list.At(entry.Node, $"the default {text} belongs to the options of a part; refer to it");
        }

        foreach (var (file, node) in code.SelectMany(file => LiteralsOf(file, "--" + entry.Name)))
        {
            yield return file.At(node, $"--{entry.Name} is written out; {entry.Full} has it");
        }
    }

    private static IEnumerable<Entry> EntriesOf(SourceFile list) =>
        from property in list.Code.DescendantNodes().OfType<PropertyDeclarationSyntax>()
        where property.Type is IdentifierNameSyntax { Identifier.Text: "Setting" }
        let creation = property.Initializer?.Value as BaseObjectCreationExpressionSyntax
        let arguments = creation?.ArgumentList?.Arguments ?? default
        where arguments.Count >= 4 && TextOf(arguments[0]) is not null
        select new Entry(
            property,
            property.Identifier.Text,
            $"{Path.GetFileNameWithoutExtension(list.Path)}.{property.Identifier.Text}",
            TextOf(arguments[0])!,
            TextOf(arguments[2]));

    private static string? TextOf(ArgumentSyntax argument) =>
        argument.Expression is LiteralExpressionSyntax literal ? literal.Token.ValueText : null;

    private static bool IsReading(SyntaxNode node, Entry entry) =>
        node is InvocationExpressionSyntax call
        && call.ArgumentList.Arguments is [var argument]
        && argument.Expression.ToString() == entry.Full
        && Reading.Contains(NameOf(call));

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    private static IEnumerable<(SourceFile File, SyntaxNode Node)> LiteralsOf(SourceFile file, string text) =>
        file.Code.DescendantNodes().OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.Token.ValueText == text)
            .Select(literal => (file, (SyntaxNode)literal));

    private sealed record Entry(
        PropertyDeclarationSyntax Node, string Property, string Full, string Name, string? Default);
}
