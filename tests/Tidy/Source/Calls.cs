using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Source;

/// <summary>The calls in a file, by the name of the called method.</summary>
internal static class Calls
{
    /// <summary>Each call that names a method, whether of an object or of the type itself.</summary>
    public static IEnumerable<(InvocationExpressionSyntax Call, string Name)> In(SourceFile file) =>
        from call in file.Code.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let name = NameOf(call.Expression)
        where name is not null
        select (call, name);

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        MemberBindingExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => null,
    };
}
