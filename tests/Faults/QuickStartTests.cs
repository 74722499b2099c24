using System.Text.RegularExpressions;
using Cartwright.Faults.Processes;

namespace Cartwright.Faults;

/// <summary>
/// The README is right: its commands, pasted as they are, print the output that it shows, against the shop that
/// <c>./run</c> starts. Only the port differs; ids, attempts and times are blanked.
/// </summary>
[Trait("Kind", "Long")]
public sealed partial class QuickStartTests
{
    private const string Url = "http://127.0.0.1:8000";

    [Fact]
    public async Task What_the_README_has_you_paste_prints_what_it_shows()
    {
        var readme = await File.ReadAllTextAsync(
            Path.Combine(ShopProgram.Root, "README.md"), TestContext.Current.CancellationToken);
        var commands = Block(readme, "Paste this into a second terminal:", "sh");
        var shown = Block(readme, "It prints this,", "text");
        Assert.Contains($"shop={Url}\n", commands, StringComparison.Ordinal);
        using var folder = new Folder();
        await using var shop = await ShopProcess.StartAsync(
            ShopProgram.Command(
                Path.Combine(ShopProgram.Root, "run"), ["--urls", "http://127.0.0.1:0", "--data", folder.Path]));

        var pasted = await ShopProgram.RunOtherAsync(
            "bash", "-c", commands.Replace(Url, shop.Url.ToString().TrimEnd('/'), StringComparison.Ordinal));

        Assert.Equal("", pasted.Error);
        Assert.Equal(Blank(shown), Blank(pasted.Output));
        Assert.Equal(0, await shop.TerminateAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Check_judges_the_shop_in_one_process()
    {
        using var folder = new Folder();
        await using var shop = await ShopProcess.StartAsync(folder.Path);

        var ended = await ShopProgram.RunAsync("check", "--url", shop.Url.ToString().TrimEnd('/'));

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.Contains("Consistent: 1 x 1000 checkouts", ended.Output, StringComparison.Ordinal);
        await ShopProgram.RequireRightBooksAsync(folder.Path);
    }

    // The first fenced block after the given words.
    private static string Block(string text, string words, string language)
    {
        var fence = $"```{language}\n";
        var announced = text.IndexOf(words, StringComparison.Ordinal);
        var begin = text.IndexOf(fence, announced, StringComparison.Ordinal) + fence.Length;
        return text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    // The first lines contain the ids, which get the names that the README uses for them.
    private static string Blank(string text)
    {
        var blanked = Attempt().Replace(text, "\"attempt\":\"…\"");
        blanked = Time().Replace(blanked, "\"updated_at\":\"…\"");
        foreach (var (name, place) in (ReadOnlySpan<(string, Regex)>)
            [("$user", User()), ("$item", Item()), ("$order", Order())])
        {
            if (place.Match(blanked).Groups["id"] is { Success: true } id)
            {
                blanked = Regex.Replace(blanked, $@"\b{id.Value}\b", name.Replace("$", "$$", StringComparison.Ordinal));
            }
        }

        return blanked.Trim();
    }

    [GeneratedRegex("\"attempt\":\"[0-9]+\"")]
    private static partial Regex Attempt();

    [GeneratedRegex("\"updated_at\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"")]
    private static partial Regex Time();

    [GeneratedRegex("User: (?<id>[0-9]+) credit")]
    private static partial Regex User();

    [GeneratedRegex("Item: (?<id>[0-9]+) stock")]
    private static partial Regex Item();

    [GeneratedRegex("added to: (?<id>[0-9]+) price")]
    private static partial Regex Order();
}
