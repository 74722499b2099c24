namespace Cartwright.Cli.Tests.Postgres;

/// <summary>The names of roles that `migrate` refuses before it connects to anything.</summary>
public sealed class RoleNameTests
{
    [Theory]
    [InlineData("node", "node", "one role")]
    [InlineData("node", "Node", "one role")]
    [InlineData("node", "\"node\"", "one role")]
    [InlineData("{service}_node", "order_node", "one role")]
    [InlineData("owner", "reader", "--postgres-order connects as owner")]
    [InlineData("node", "Owner", "--postgres-order connects as owner")]
    public async Task Two_works_of_one_role_are_a_mistake(string serving, string reading, string why)
    {
        var (status, output, errors) = await Captured.RunWithErrorsAsync(() => ServicesServer.RunAsync(
        [
            "migrate", "--postgres-order", "Host=127.0.0.1;Port=1;Username=owner;Database=d;Timeout=1",
            "--serve-role", serving, "--read-role", reading,
        ]));
        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.Contains(why, errors, StringComparison.Ordinal);
    }
}
