using System.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.CommandLine;
using Cartwright.Program;

namespace Cartwright.Cli.Tests;

/// <summary>An empty option, argument or setting is an error.</summary>
[Trait("Kind", "Long")]
public sealed class EmptyValueTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Every option and argument of every verb that takes a value.</summary>
    public static TheoryData<string, string> Values =>
    [
        .. from verb in All(Verbs.CreateRoot())
           from name in verb.Options.Where(option => option.ValueType != typeof(bool)).Select(option => option.Name)
               .Concat(verb.Arguments.Select(_ => string.Empty))
           select (PathOf(verb), name),
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task It_is_a_sentence_and_status_2(string path, string name)
    {
        foreach (var empty in (string[])["", " "])
        {
            string[] words = [.. path.Split(' '), .. name.Length > 0 ? (string[])[name, empty] : [empty]];
            using var errors = new StringWriter();
            var status = await CommandLineRun.InvokeAsync(
                Verbs.CreateRoot(), words, TextWriter.Null, errors, new CancellationToken(canceled: true));
            Assert.Equal(2, status);
            Assert.Contains(name, errors.ToString());
            Assert.DoesNotContain("Exception", errors.ToString());
        }
    }

    [Theory]
    [InlineData("data", "")]
    [InlineData("data", " ")]
    [InlineData("data", "a\u0000b")]
    [InlineData("urls", "")]
    [InlineData("kafka-prefix", "")]
    [InlineData("roles", ",")]
    [InlineData("kafka", " , ")]
    [InlineData("order-nodes", ",")]
    [InlineData("node-name", " ")]
    [InlineData("postgres-order-password-file", "")]
    [InlineData("postgres-stock-file", " ")]
    [InlineData("postgres-stock-file", "a\u0000b")]
    public void A_setting_without_a_text_in_it_is_named(string name, string text)
    {
        var mistakes = ConfigurationReader.ReadSettings(
            new Dictionary<string, string> { [name] = text }, Nothing).Mistakes;
        Assert.Contains(mistakes, mistake => mistake.StartsWith($"--{name} ", StringComparison.Ordinal));
    }

    private static IEnumerable<Command> All(Command verb) =>
        verb.Subcommands.SelectMany(below => All(below).Prepend(below));

    private static string PathOf(Command verb) => verb.Parents.OfType<Command>().First() is RootCommand
        ? verb.Name
        : $"{PathOf(verb.Parents.OfType<Command>().First())} {verb.Name}";
}
