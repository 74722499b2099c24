using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A request of Kafka's admin client has a bound besides its own time limit, which a request that waits for a
/// connection can outlast.
/// </summary>
internal sealed partial class BoundRequestsRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src")
        from found in Calls.In(file)
        let call = found.Call
        where AdminRequest().IsMatch(found.Name)
            && call.Parent is not MemberAccessExpressionSyntax { Name.Identifier.Text: "BoundAsync" }
        select file.At(call, $"{call.Expression} has no BoundAsync");

    // The names of the client's own interface.
    [GeneratedRegex("^(Create|Delete|Describe|List|Alter|IncrementalAlter)"
        + "(Topics|Partitions|Configs|Records|Acls|Cluster|Groups|Offsets|ConsumerGroups|ConsumerGroupOffsets"
        + "|UserScramCredentials)Async$")]
    private static partial Regex AdminRequest();
}
