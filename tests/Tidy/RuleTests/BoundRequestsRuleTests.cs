using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class BoundRequestsRuleTests
{
    private static readonly BoundRequestsRule Rule = new();

    [Theory]
    [InlineData("await admin.Current.DescribeTopicsAsync(names);")]
    [InlineData("await admin.ListOffsetsAsync(places, options).WaitAsync(cancellation);")]
    [InlineData("var groups = admin.ListConsumerGroupsAsync(options);")]
    public void A_request_without_a_bound_is_found(string statement) =>
        Seeded.Finds(Rule, "has no BoundAsync", Source(statement));

    [Theory]
    [InlineData("await admin.Current.DescribeTopicsAsync(names).BoundAsync(cancellation);")]
    [InlineData("await admin.CreateAclsAsync(rights).BoundAsync(cancellation);")]
    [InlineData("await topics.DescribeAsync(cancellation);")]
    public void Others_are_allowed(string statement) => Seeded.FindsNothing(Rule, Source(statement));

    private static (string, string) Source(string statement) =>
        ("src/Kafka/A.cs", $"class A {{ async Task B() {{ {statement} }} }}");
}
