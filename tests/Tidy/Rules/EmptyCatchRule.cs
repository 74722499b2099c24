using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>Every caught exception is handled: an empty catch hides a fault.</summary>
internal sealed class EmptyCatchRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code()
        from caught in file.Code.DescendantNodes().OfType<CatchClauseSyntax>()
        where caught.Block.Statements.All(statement => statement is EmptyStatementSyntax)
        select file.At(caught, "the catch does nothing; let it pass, or say in code what follows from it");
}
