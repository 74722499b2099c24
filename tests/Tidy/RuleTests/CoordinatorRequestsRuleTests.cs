using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class CoordinatorRequestsRuleTests
{
    private static readonly CoordinatorRequestsRule Rule = new();

    [Theory]
    [InlineData("await admin.DescribeConsumerGroupsAsync([group]).BoundAsync(cancellation);")]
    [InlineData("var done = admin.Current.ListConsumerGroupOffsetsAsync([group], options);")]
    [InlineData("await admin.DeleteGroupsAsync([group]).BoundAsync(cancellation);")]
    public void A_request_to_a_coordinator_is_found(string statement) =>
        Seeded.Finds(Rule, "can end the process", Source(statement));

    [Theory]
    [InlineData("await admin.ListConsumerGroupsAsync(options).BoundAsync(cancellation);")]
    [InlineData("await offsets.ListAsync(group, partitions, cancellation);")]
    public void Others_are_allowed(string statement) => Seeded.FindsNothing(Rule, Source(statement));

    private static (string, string) Source(string statement) =>
        ("src/Kafka/A.cs", $"class A {{ async Task B() {{ {statement} }} }}");
}
