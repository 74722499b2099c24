using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// No admin request goes to the coordinator of a group: a connection that is lost before such a request is sent ends
/// the process by an assertion in librdkafka (https://github.com/confluentinc/librdkafka/issues/4605).
/// </summary>
internal sealed partial class CoordinatorRequestsRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src")
        from found in Calls.In(file)
        where CoordinatorRequest().IsMatch(found.Name)
        select file.At(found.Call, $"{found.Call.Expression} can end the process: GroupOffsets asks by a consumer");

    [GeneratedRegex("^(DescribeConsumerGroups|(List|Alter|Delete)ConsumerGroupOffsets|DeleteGroups)Async$")]
    private static partial Regex CoordinatorRequest();
}
