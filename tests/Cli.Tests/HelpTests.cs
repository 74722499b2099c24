using System.CommandLine;
using Cartwright.CommandLine;
using Cartwright.Program;

namespace Cartwright.Cli.Tests;

/// <summary>The output of `--help`, and the suggestions for misspelt words.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Paths => [.. All(Verbs.CreateRoot()).Select(PathOf)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Each_verb_has_examples_that_are_right(string path)
    {
        var root = Verbs.CreateRoot();
        var examples = Examples.ExamplesOf(All(root).Single(verb => PathOf(verb) == path));
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.StartsWith(path, example));
        Assert.All(examples, example => Assert.Empty(root.Parse(example, CommandLineRun.Parsing).Errors));
        var help = await HelpOfAsync(path);
        Assert.All(examples, example => Assert.Contains($"  cartwright {example}", help));
    }

    // An id is a type and a number, as `parked list` prints it.
    [Fact]
    public void Examples_name_messages_by_ids()
    {
        var named = Examples.All.Select(example => example.Split(' '))
            .Where(words => words is ["parked", "show" or "replay" or "return" or "drop", ..])
            .Select(words => words[2])
            .ToList();
        Assert.NotEmpty(named);
        Assert.All(named, id => Assert.Matches("^(take-stock|stock-taken)[.]v1/[0-9]+$", id));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task No_help_has_links_of_the_documents(string path) =>
        Assert.DoesNotMatch(@"\]\(", await HelpOfAsync(path));

    [Theory]
    [InlineData("verfy", "verify")]
    [InlineData("serve --lane 4", "--lanes")]
    [InlineData("cluster stauts", "status")]
    public async Task A_misspelt_word_is_told_with_one_that_comes_near_and_without_the_help(string line, string near)
    {
        var (output, errors) = await RunAsync(line);
        Assert.Contains(near, output + errors);
        Assert.DoesNotContain("Usage:", output + errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cluster")]
    public async Task Where_a_verb_is_missing_the_help_is_shown(string line)
    {
        var (output, errors) = await RunAsync(line);
        Assert.Contains("Usage:", output + errors);
    }

    private static IEnumerable<Command> All(Command verb) =>
        verb.Subcommands.SelectMany(below => All(below).Prepend(below));

    private static string PathOf(Command verb) => verb.Parents.OfType<Command>().First() is RootCommand
        ? verb.Name
        : $"{PathOf(verb.Parents.OfType<Command>().First())} {verb.Name}";

    private static async Task<string> HelpOfAsync(string path) => (await RunAsync($"{path} --help")).Output;

    private static async Task<(string Output, string Errors)> RunAsync(string line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        await CommandLineRun.InvokeAsync(
            Verbs.CreateRoot(),
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            output,
            errors,
            CancellationToken.None);
        return (output.ToString(), errors.ToString());
    }
}
