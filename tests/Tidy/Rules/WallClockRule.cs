using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A wall clock can be wrong, and can be set: it gives the time that is written down, and never a duration.
/// </summary>
internal sealed class WallClockRule : IRule
{
    /// <summary>The files in which a time is written into a row, a number, or a report.</summary>
    private static readonly string[] MayRead =
    [
        "src/Cli/Composition/GatewayNode.cs", "src/Cli/Composition/NodeComposition.cs",
        "src/Cli/Operators/AuditLine.cs", "src/Lab/Certificates/CertificatesCommand.cs",
        "src/Lab/Cluster/StartProgress.cs",
        "src/Engine/Clocks/ClockSkew.cs", "src/Engine/Clocks/NodeTime.cs", "src/Engine/Delivery/IdSource.cs",
        "src/Console/Live/PolledPart.cs", "src/Console/Watching/ShopWatch.cs", "src/Sqlite/SqliteAtRest.cs",
        "src/Sqlite/SqliteReader.cs", "src/Sqlite/SqliteStore.cs", "src/Web/Tls/ProcessTls.cs",
        "src/Web/Access/TokenReader.cs",
    ];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src")
        from access in file.Code.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where IsStatic(access) || (access.Name.Identifier.Text == "GetUtcNow" && !MayRead.Contains(file.Path))
        select file.At(access, $"{access} reads the wall clock; count a wait by GetTimestamp");

    // These members bypass every TimeProvider.
    private static bool IsStatic(MemberAccessExpressionSyntax access) =>
        access.Expression is IdentifierNameSyntax { Identifier.Text: "DateTime" or "DateTimeOffset" }
        && access.Name.Identifier.Text is "Now" or "UtcNow" or "Today";
}
