using System.CommandLine;
using Cartwright.Cli.Topics;
using Cartwright.CommandLine;

namespace Cartwright.Cli.Tests.Topics;

/// <summary>The rights that the verb `topics` prints, and its mistakes. Nothing here reaches a broker.</summary>
public sealed class TopicsVerbTests
{
    private const string Tool = "kafka-acls.sh --bootstrap-server 'broker:9093' --add --allow-principal";
    private const string Both = "--operation Read --operation Write --operation DescribeConfigs";

    [Fact]
    public async Task Each_service_gets_the_rights_that_it_needs_and_no_other()
    {
        var (code, output) = await RunAsync("--kafka", "broker:9093", "--acls");
        Assert.Equal(CommandLineRun.Success, code);
        Assert.Equal(
            $"""
            # order
            {Tool} 'User:order' --operation Read --operation DescribeConfigs --topic cartwright.order.inbox.v1
            {Tool} 'User:order' --operation Read --group cartwright.order.inbox.v1
            {Tool} 'User:order' --operation Write --operation DescribeConfigs --topic cartwright.stock.inbox.v1
            {Tool} 'User:order' --operation Write --operation DescribeConfigs --topic cartwright.payment.inbox.v1
            {Tool} 'User:order' --operation Write --operation DescribeConfigs --topic cartwright.order.events.v1
            {Tool} 'User:order' {Both} --topic cartwright.shop.v1
            # stock
            {Tool} 'User:stock' --operation Read --operation DescribeConfigs --topic cartwright.stock.inbox.v1
            {Tool} 'User:stock' --operation Read --group cartwright.stock.inbox.v1
            {Tool} 'User:stock' --operation Write --operation DescribeConfigs --topic cartwright.order.inbox.v1
            {Tool} 'User:stock' {Both} --topic cartwright.shop.v1
            # payment
            {Tool} 'User:payment' --operation Read --operation DescribeConfigs --topic cartwright.payment.inbox.v1
            {Tool} 'User:payment' --operation Read --group cartwright.payment.inbox.v1
            {Tool} 'User:payment' --operation Write --operation DescribeConfigs --topic cartwright.order.inbox.v1
            {Tool} 'User:payment' --operation Write --operation DescribeConfigs --topic cartwright.stock.inbox.v1
            {Tool} 'User:payment' {Both} --topic cartwright.shop.v1

            """,
            output);
    }

    [Fact]
    public async Task Principals_files_and_prefixes_are_quoted_for_a_shell()
    {
        var (code, output) = await RunAsync(
            "--kafka", "a:1,b:2", "--kafka-prefix", "staging", "--order-events", "off", "--acls",
            "--principal", "order=User:CN=o'neill,O=shop", "--principal", "topics=User:maker",
            "--principal", "events=User:shipping", "--command-config", "/etc/kafka/admin file.properties");
        Assert.Equal(CommandLineRun.Success, code);
        var lines = output.Split(Environment.NewLine);
        Assert.Contains(
            "kafka-acls.sh --bootstrap-server 'a:1,b:2' --command-config '/etc/kafka/admin file.properties' --add "
            + "--allow-principal 'User:CN=o'\\''neill,O=shop' --operation Read --group staging.order.inbox.v1",
            lines);
        Assert.DoesNotContain(lines, line => line.Contains("--operation Write") && line.Contains("order.events"));
        Assert.Equal(2, lines.Count(line => line.Contains("'User:maker'") && line.EndsWith("prefixed")));
        Assert.Contains(
            lines, line => line.EndsWith("'User:shipping' --operation Read --topic staging.order.events.v1"));
    }

    [Theory]
    [InlineData("Name the brokers: --kafka HOST:PORT.", "--acls")]
    [InlineData("--principal takes SERVICE=PRINCIPAL", "--kafka", "a:1", "--acls", "--principal", "orders=User:x")]
    [InlineData("--principal takes SERVICE=PRINCIPAL", "--kafka", "a:1", "--acls", "--principal", "order")]
    [InlineData("'x' is no principal of Kafka", "--kafka", "a:1", "--acls", "--principal", "order=x")]
    [InlineData("'User:' is no principal of Kafka", "--kafka", "a:1", "--acls", "--principal", "order=User:")]
    [InlineData("have no use without --acls", "--kafka", "a:1", "--principal", "order=User:x")]
    [InlineData("have no use without --acls", "--kafka", "a:1", "--grant", "--command-config", "x")]
    [InlineData("--principal takes SERVICE=PRINCIPAL", "--kafka", "a:1", "--grant", "--principal", "order")]
    [InlineData("kafka-user is needed", "--kafka", "a:1", "--kafka-security", "sasl")]
    public async Task A_mistake_is_named(string sentence, params string[] options)
    {
        var (code, output, errors) = await Captured.RunWithErrorsAsync(() => InvokeAsync(options));
        Assert.Equal((CommandLineRun.Usage, string.Empty), (code, output));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> RunAsync(params string[] options) =>
        Captured.RunAsync(() => InvokeAsync(options));

    internal static Task<int> InvokeAsync(params string[] options) => CommandLineRun.InvokeAsync(
        new RootCommand { TopicsCommand.CreateCommand() }, ["topics", .. options]);
}
