using System.CommandLine;
using Cartwright.Cli.Messages;
using Cartwright.CommandLine;
using Cartwright.Lab.Check;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Load;

namespace Cartwright.Cli.Tests;

public sealed class OptionTests
{
    [Theory]
    [InlineData("--workload nothing", "'nothing' is unknown; known are: uniform, zipf, hot, scarce, poor, wide")]
    [InlineData("--seconds 0", "--seconds must be a whole number of at least 1, not '0'")]
    [InlineData("--warmup -1", "--warmup must be a whole number of at least 0, not '-1'")]
    [InlineData("--orders many", "--orders must be a whole number of at least 1, not 'many'")]
    [InlineData("--items 1.5", "--items must be a whole number")]
    [InlineData("--users 99999999999", "--users must be a whole number")]
    [InlineData("--connections 0", "--connections must be a whole number")]
    [InlineData("--rate 0", "--rate must be a positive number, not '0'")]
    [InlineData("--rate fast", "--rate must be a positive number, not 'fast'")]
    [InlineData("--rate 10 --connections 5", "exclude each other")]
    [InlineData("--arrivals never", "'never' is unknown; known are: poisson, constant")]
    [InlineData("--cpu-of 1,two", "--cpu-of must be process ids separated by commas, not '1,two'")]
    [InlineData("--url nonsense", "'nonsense' is not a URL")]
    [InlineData("--url ftp://127.0.0.1:8000", "is not HTTP")]
    [InlineData("--url http://127.0.0.1:8000/shop", "more than a host and a port")]
    public void A_mistake_in_the_options_of_load_is_named(string arguments, string message)
    {
        var parsed = LoadCommand.CreateCommand().Parse(arguments);
        Assert.Contains(parsed.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--reply maybe", "'maybe' is unknown; known are: final, immediate")]
    [InlineData("--rounds 0", "--rounds must be a whole number of at least 1")]
    [InlineData("--stock none", "--stock must be a whole number of at least 1")]
    public void A_mistake_in_the_options_of_check_is_named(string arguments, string message)
    {
        var parsed = CheckCommand.CreateCommand().Parse(arguments);
        Assert.Contains(parsed.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--order abc", "--order must be the number of an order, not 'abc'.")]
    [InlineData("--order -1", "--order must be the number of an order, not '-1'.")]
    [InlineData("--order 99999999999999999999", "--order must be the number of an order")]
    [InlineData("--limit 1001", "--limit must be a whole number from 0 to 1000, not '1001'.")]
    public void A_mistake_in_the_options_of_messages_is_named(string arguments, string message)
    {
        var parsed = MessagesCommand.CreateCommand().Parse($"tail {arguments}");
        Assert.Contains(parsed.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(parsed.Errors, error => error.Message.Contains("System.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--order 13", "--order must be a whole number from 1 to 12, not '13'")]
    [InlineData("--stock 13", "--stock must be a whole number from 1 to 12, not '13'")]
    [InlineData("--payment 0", "--payment must be a whole number from 1 to 12, not '0'")]
    public void A_mistake_in_the_options_of_cluster_up_is_named(string arguments, string message)
    {
        var parsed = ClusterCommand.CreateCommand().Parse($"up {arguments}");
        Assert.Contains(parsed.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("load --seconds 0")]
    [InlineData("load --unknown")]
    [InlineData("unknown")]
    [InlineData("")]
    public async Task A_mistake_ends_with_status_2(string arguments)
    {
        var root = new RootCommand { LoadCommand.CreateCommand() };
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, await CommandLineRun.InvokeAsync(root, words));
    }

    [Fact]
    public async Task A_value_may_begin_with_an_at_sign()
    {
        string? read = null;
        var secret = new Option<string>("--secret");
        var verb = new Command("verb") { secret };
        verb.SetAction(parsed => read = parsed.GetValue(secret));

        Assert.Equal(0, await CommandLineRun.InvokeAsync(new RootCommand { verb }, ["verb", "--secret", "@secret"]));

        Assert.Equal("@secret", read);
    }

    [Fact]
    public void Without_options_load_measures_the_uniform_workload_in_a_closed_loop()
    {
        var options = LoadCommand.ReadOptions(LoadCommand.CreateCommand().Parse(""));
        Assert.Equal("http://127.0.0.1:8000", options.Address.ToString());
        Assert.Equal("uniform", options.Workload.Name);
        Assert.Equal(64, options.Connections);
        Assert.Null(options.RatePerSecond);
        Assert.Equal((100_000, 100_000, 100_000), (options.Orders, options.Items, options.Users));
    }

    [Fact]
    public void The_sizes_follow_the_workload_unless_they_are_given()
    {
        var options = LoadCommand.ReadOptions(LoadCommand.CreateCommand().Parse("--workload scarce --orders 50"));
        Assert.Equal((50, 1, 1000), (options.Orders, options.Items, options.Users));
    }

    [Fact]
    public void An_open_loop_with_its_options_is_read()
    {
        var options = LoadCommand.ReadOptions(LoadCommand.CreateCommand().Parse(
            "--url http://[::1]:9000 --rate 2500.5 --arrivals constant --cpu-of 12,34 --json"));
        Assert.Equal("http://[::1]:9000", options.Address.ToString());
        Assert.Equal(2500.5, options.RatePerSecond);
        Assert.False(options.PoissonArrivals);
        Assert.Equal([12, 34], options.CpuOf);
        Assert.True(options.Json);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--reply final", true)]
    [InlineData("--reply immediate", false)]
    public void The_kind_of_reply_is_read(string arguments, bool isFinal) =>
        Assert.Equal(isFinal, CheckCommand.ReadOptions(CheckCommand.CreateCommand().Parse(arguments)).FinalReply);
}
