using System.Diagnostics;
using System.Text.RegularExpressions;
using Cartwright.Http.Tests.Collector;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Telemetry;

/// <summary>The alert rules, with firing and quiet cases, and the page that an operator finds by them.</summary>
public sealed partial class AlertTests
{
    private static readonly string Folder = Repository.File("deploy/observability");
    private static readonly string Rules = File.ReadAllText(Path.Combine(Folder, "alerts.yml"));
    private static readonly string Cases = File.ReadAllText(Path.Combine(Folder, "alerts.test.yml"));
    private static readonly string Page = File.ReadAllText(Repository.File("docs/operating/alerts.md"));

    private static readonly string[] Parts =
        ["**What it means.**", "**How to look.**", "**What to do.**", "**It is over when**"];

    public static TheoryData<string> Alerts =>
        [.. AlertNames().Matches(Rules).Select(alert => alert.Groups[1].Value)];

    [Fact]
    public async Task Each_rule_fires_and_is_quiet_as_its_cases_have_it()
    {
        await MustPassAsync("check", "rules", Path.Combine(Folder, "alerts.yml"));
        await MustPassAsync("test", "rules", Path.Combine(Folder, "alerts.test.yml"));
        Assert.True(Alerts.Count > 10, $"Only {Alerts.Count} alerts were found.");
    }

    /// <summary>Without this, a case that never fails would pass.</summary>
    [Theory]
    [InlineData("for: 1m", "for: 30m")]
    [InlineData("> 120", "> 12000")]
    [InlineData("[5m])) > 0.1", "[5m])) >= 0")]
    public async Task A_seeded_mistake_in_a_rule_fails_a_case(string rule, string mistake)
    {
        Assert.Contains(rule, Rules, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("cartwright-alerts-");
        try
        {
            var stop = TestContext.Current.CancellationToken;
            var cases = Path.Combine(folder.FullName, "alerts.test.yml");
            await File.WriteAllTextAsync(cases, Cases, stop);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "alerts.yml"),
                Rules.Replace(rule, mistake, StringComparison.Ordinal),
                stop);
            var (code, said) = await Promtool.RunAsync("", "test", "rules", cases);
            Assert.True(code == 1, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Each_alert_has_its_cases_and_its_section(string alert)
    {
        Assert.Contains($"name: {alert} fires\n", Cases, StringComparison.Ordinal);
        Assert.Contains($"name: {alert} is quiet\n", Cases, StringComparison.Ordinal);
        var rule = Rules.Split("- alert: ").Single(rule => rule.StartsWith($"{alert}\n", StringComparison.Ordinal));
        Assert.Contains("summary: ", rule, StringComparison.Ordinal);
        Assert.Contains(
            $"runbook_url: docs/operating/alerts.md#{alert.ToLowerInvariant()}\n", rule, StringComparison.Ordinal);
        var section = SectionOf(alert);
        var places = Parts.Select(part => section.IndexOf(part, StringComparison.Ordinal)).ToList();
        Assert.All(places, place => Assert.True(place > 0, section));
        Assert.Equal(places.Order(), places);
        Assert.NotEmpty(CommandsIn(section));
    }

    [Fact]
    public void Each_section_is_of_an_alert() => Assert.Equal(
        Alerts.Select(alert => alert.Data).Order(),
        Page.Split("\n## ").Skip(1).Select(section => section.Split('\n')[0]).Order());

    /// <summary>Each command of the page is a verb of the program, with the options that it has there.</summary>
    [Fact]
    public async Task Each_command_of_the_page_exists()
    {
        var commands = CommandsIn(Page).Distinct().ToList();
        Assert.True(commands.Count > 5, $"Only {commands.Count} commands were found.");
        foreach (var command in commands)
        {
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var verb = words.TakeWhile(word => !word.StartsWith('-') && !char.IsUpper(word[0]));
            var (code, help) = await RunAsync([.. verb, "--help"]);
            Assert.True(code == 0 && help.Contains($"cartwright {string.Join(' ', verb)} "), $"{command}:\n{help}");
            Assert.All(
                words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
                option => Assert.Contains(option, help, StringComparison.Ordinal));
        }
    }

    private static string SectionOf(string alert) => Page.Split("\n## ")
        .Single(section => section.StartsWith($"{alert}\n", StringComparison.Ordinal));

    private static IReadOnlyList<string> CommandsIn(string text) =>
        [.. CommandLines().Matches(text).Select(line => line.Groups[1].Value)];

    private static async Task MustPassAsync(params string[] arguments)
    {
        var (code, said) = await Promtool.RunAsync("", arguments);
        Assert.True(code == 0, said);
    }

    private static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> arguments)
    {
        using var program = Process.Start(
            new ProcessStartInfo("dotnet", [Repository.Program, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, output);
    }

    [GeneratedRegex("- alert: (\\w+)")]
    private static partial Regex AlertNames();

    [GeneratedRegex(@"^\./cartwright ([^#\n]+)", RegexOptions.Multiline)]
    private static partial Regex CommandLines();
}
