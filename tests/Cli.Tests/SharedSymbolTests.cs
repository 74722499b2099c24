using System.CommandLine;
using System.Runtime.CompilerServices;
using Cartwright.Cli.Messages;
using Cartwright.CommandLine;
using Cartwright.Lab.Certificates;
using Cartwright.Program;

namespace Cartwright.Cli.Tests;

/// <summary>Options and arguments are shared by all who make the verbs: nothing changes them afterwards.</summary>
public sealed class SharedSymbolTests
{
    [Fact]
    public async Task Making_the_verbs_again_changes_no_option_and_no_argument()
    {
        var root = Verbs.CreateRoot();
        await RunAsync(root);
        var before = ShapesOf(root);
        Assert.True(before.Count > 100);

        await RunAsync(Verbs.CreateRoot());

        Assert.Equal(before, ShapesOf(root));
    }

    [Fact]
    public async Task A_verb_is_parsed_while_others_make_it_again()
    {
        using var parsed = new CancellationTokenSource();
        var making = Task.Run(
            () =>
            {
                while (!parsed.IsCancellationRequested)
                {
                    CertificatesCommand.CreateCommand();
                    MessagesCommand.CreateCommand();
                }
            },
            TestContext.Current.CancellationToken);
        var root = Verbs.CreateRoot();
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Single(root.Parse("certificates folder -x.").Errors);
            Assert.Single(root.Parse("messages tail nowhere").Errors);
        }

        await parsed.CancelAsync();
        await making;
    }

    private static Task<int> RunAsync(RootCommand root) => CommandLineRun.InvokeAsync(
        root, ["verify", "--nothing"], TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken);

    private static List<string> ShapesOf(Command verb) =>
    [
        .. verb.Options.Select(option => $"{option.Name}: {string.Join(" ", option.Aliases)}, "
            + $"{IdsOf(option.Validators)}, {IdsOf(option.CompletionSources)}"),
        .. verb.Arguments.Select(argument => $"{argument.Name}: {IdsOf(argument.Validators)}, "
            + IdsOf(argument.CompletionSources)),
        .. verb.Subcommands.SelectMany(ShapesOf),
    ];

    private static string IdsOf(IEnumerable<object> parts) =>
        string.Join(" ", parts.Select(RuntimeHelpers.GetHashCode));
}
