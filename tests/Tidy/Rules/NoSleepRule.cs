using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>A test waits for a level, or advances its clock; it never sleeps.</summary>
internal sealed class NoSleepRule : IRule
{
    /// <summary>The helpers that poll, with a bound, until a level is reached.</summary>
    private static readonly string[] MayPoll =
    [
        "tests/Conformance/Eventually.cs", "tests/Faults/Eventually.cs", "tests/Http.Tests/Eventually.cs",
        "tests/ClusterFaults/Eventually.cs",
        "tests/Shared/Eventually.cs",
    ];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("tests")
        where !MayPoll.Contains(file.Path)
        from access in file.Code.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where IsSleep(access)
        select file.At(access, $"{access} sleeps; wait for a level with Eventually, or advance a clock");

    private static bool IsSleep(MemberAccessExpressionSyntax access) =>
        (LastName(access.Expression), access.Name.Identifier.Text) switch
        {
            ("Thread", "Sleep") => true,
            ("SpinWait", "SpinUntil") => true,
            ("Task", "Delay") => !HasClock(access),
            _ => false,
        };

    // Three arguments are always a span, a clock and a token. With two, the second is a clock or a token, and only its
    // name distinguishes them.
    private static bool HasClock(MemberAccessExpressionSyntax access)
    {
        var arguments = access.Parent is InvocationExpressionSyntax call ? call.ArgumentList.Arguments : [];
        var clock = arguments.Count > 1 ? arguments[1].ToString() : "";
        return clock != "TimeProvider.System"
            && (arguments.Count == 3
                || clock.Contains("clock", StringComparison.OrdinalIgnoreCase)
                || clock.Contains("time", StringComparison.OrdinalIgnoreCase));
    }

    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        _ => "",
    };
}
