using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.Domain;
using Cartwright.Shop.Options;
using Cartwright.Web.Access;
using Cartwright.Web.Http;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>Settings from a file, the environment and the command line.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    private string ConfigurationFile => Path.Combine(_directory, "shop.json");

    [Fact]
    public void Without_anything_every_setting_is_its_default_and_right()
    {
        var configured = Read("");
        Assert.Empty(configured.Mistakes);
        Assert.All(configured.Values, value => Assert.Equal(
            (SettingSource.Default, value.Setting.Default), (value.Source, value.Text)));
        Assert.All(
            configured.Values.Where(value => value.Text.Length > 0),
            value => Assert.Null(value.Setting.Kind.Mistake(value.Text)));
        Assert.Empty(ServeMistakes.MistakesIn(configured));
    }

    /// <summary>A missing setting has the default of its part.</summary>
    [Fact]
    public void The_defaults_of_the_list_are_those_of_the_parts()
    {
        var options = new ServeOptions(Read(""));
        Assert.Equal(new NodeOptions { DecidesLocally = false }, NodeBounds.EngineOf(options));
        Assert.Equal(new ShopOptions { Url = options.Url }, NodeBounds.ShopOf(options, tls: null));
        Assert.Equal(
            (false, true, false, Path.GetFullPath("data"), (string?)null),
            (options.UsesBrokerGroups, options.PublishesEvents, options.RepliesFinal, options.Place.Directory,
                options.NodeName));
    }

    /// <summary>The list has the defaults of the log, in its users' units.</summary>
    [Fact]
    public void The_defaults_of_the_list_are_those_of_the_log()
    {
        var log = ServiceLog.OptionsOf(new ServeOptions(Read("")));
        Assert.Equal(
            ("cartwright", (short)1, 1, 604_800_000),
            (log.Prefix, log.Replication, log.InSyncMin, log.RetentionMs));
        Assert.Equal(
            (true, 3, 604_800_000, false),
            (log.PublishesEvents, log.EventsPartitions, log.EventsRetentionMs, log.UsesConsumerProtocol));
    }

    [Theory]
    [InlineData(3, null, null, "3", "File")]
    [InlineData(3, "4", null, "4", "Environment")]
    [InlineData(3, "4", "5", "5", "CommandLine")]
    [InlineData(null, "4", "5", "5", "CommandLine")]
    [InlineData(3, null, "5", "5", "CommandLine")]
    [InlineData(3, "", null, "3", "File")]
    public void A_later_source_wins(int? inFile, string? variable, string? option, string text, string source)
    {
        Write(inFile is null ? "{}" : $$"""{"lanes": {{inFile}}}""");
        SetVariable("CARTWRIGHT_LANES", variable);
        var lanes = Read(option is null ? "" : $"--lanes {option}").ValueOf(Settings.Lanes);
        Assert.Equal((text, source), (lanes.Text, lanes.Source.ToString()));
    }

    [Fact]
    public void A_variable_that_is_no_setting_is_named_and_no_mistake()
    {
        SetVariable("CARTWRIGHT_LANE", "4");
        SetVariable("CARTWRIGHT_ORDER_SERVICE_HOST", "10.0.0.7");
        SetVariable("CARTWRIGHT_EMPTY", "");
        SetVariable("CARTWRIGHT_CONFIG", "");
        SetVariable("CARTWRIGHT_CLUSTER", "/somewhere");
        SetVariable("CARTWRIGHT_POSTGRES_ORDER_FILE", Path.Combine(_directory, "none"));
        var configured = Read("--postgres-order Host=h");
        Assert.Equal(
            ["CARTWRIGHT_LANE", "CARTWRIGHT_ORDER_SERVICE_HOST"],
            configured.Warnings.Select(warning => warning.Split(' ')[0]));
        Assert.Empty(configured.Mistakes);
    }

    [Fact]
    public void Every_setting_can_come_from_each_source()
    {
        foreach (var setting in Settings.All)
        {
            var text = setting.Kind.Mistake("http://127.0.0.1:1") is null ? "http://127.0.0.1:1"
                : setting.Kind.Mistake("200") is null ? "200"
                : setting.Kind.Mistake("8") is null ? "8"
                : setting.Kind.Mistake("2000") is null ? "2000"
                : setting.Kind.Mistake("Host=h") is null ? "Host=h"
                : setting.Kind == SettingKind.ApiKeys ? NewKeyFile()
                : setting.Kind == SettingKind.IssuerKeys ? NewKeySet()
                : setting.Kind == SettingKind.KeyRing ? NewKeyRing()
                : setting.Kind == SettingKind.ReadableFile ? typeof(ConfigurationTests).Assembly.Location
                : setting.Kind.Shown.Split('|')[0] is var word && setting.Kind.Mistake(word) is null ? word : "stock";
            Assert.Null(setting.Kind.Mistake(text));
            if (setting.HoldsSecret?.Invoke(text) is not true)
            {
                AssertIsRead(setting, text, Read($"{setting.Option} {text}"), SettingSource.CommandLine);
            }

            _environment[setting.Variable] = text;
            AssertIsRead(setting, text, Read(""), SettingSource.Environment);
            _environment.Clear();
            Write($$"""{"{{setting.Name}}": "{{text}}"}""");
            AssertIsRead(setting, text, Read(""), SettingSource.File);
            _environment.Clear();
        }
    }

    [Fact]
    public void The_file_may_have_comments_lists_numbers_and_switches()
    {
        Write("""
            {
              // The whole back office on one node.
              "roles": ["order", "stock"], "lanes": 4, "migrate": true, "kafka": "broker:9092",
            }
            """);
        var configured = Read("");
        Assert.Empty(configured.Mistakes);
        Assert.Equal(["order", "stock"], configured.ListOf(Settings.Roles));
        Assert.Equal(4, configured.NumberOf(Settings.Lanes));
        Assert.True(configured.IsOn(Settings.Migrate));
    }

    [Theory]
    [InlineData("--migrate", true)]
    [InlineData("--migrate true", true)]
    [InlineData("--migrate false", false)]
    public void A_switch_is_on_when_its_option_stands_alone(string line, bool isOn)
    {
        _environment["CARTWRIGHT_MIGRATE"] = isOn ? "false" : "true";
        Assert.Equal(isOn, Read(line).IsOn(Settings.Migrate));
    }

    [Theory]
    [InlineData("""{"lane": 3}""", "lane in ", "is not a setting")]
    [InlineData("""{"config": "other.json"}""", "config in ", "is not a setting")]
    [InlineData("""{"lanes": {"order": 3}}""", "lanes in ", "must be a text, a number")]
    [InlineData("""{"lanes": 0}""", "lanes in ", "must be a whole number from 1 to 64, not '0'")]
    [InlineData("""{"lanes": 65}""", "lanes in ", "must be a whole number from 1 to 64, not '65'")]
    [InlineData("""{"migrate": "yes"}""", "migrate in ", "'yes' is unknown; known are: true, false")]
    [InlineData("""{"lanes": 3""", "is not a JSON object")]
    [InlineData("[]", "is not a JSON object")]
    public void A_mistake_in_the_file_is_named_with_its_place(string json, params string[] parts)
    {
        Write(json);
        var mistake = Assert.Single(Read("").Mistakes);
        Assert.All(parts.Append(ConfigurationFile), part => Assert.Contains(part, mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void A_configuration_file_that_is_not_there_is_a_mistake()
    {
        _environment["CARTWRIGHT_CONFIG"] = ConfigurationFile;
        var mistake = Assert.Single(Read("").Mistakes);
        Assert.StartsWith($"The configuration file {ConfigurationFile} cannot be read", mistake);
    }

    [Fact]
    public void A_mistake_in_the_environment_is_named_by_its_variable()
    {
        _environment["CARTWRIGHT_REPLY"] = "maybe";
        Assert.Equal(
            ["CARTWRIGHT_REPLY 'maybe' is unknown; known are: immediate, final."], Read("").Mistakes);
    }

    [Fact]
    public void What_another_source_overrides_is_not_checked()
    {
        _environment["CARTWRIGHT_LANES"] = "many";
        Assert.Empty(Read("--lanes 3").Mistakes);
    }

    [Theory]
    [InlineData("--kafka-replication 101", "--kafka-replication must be a whole number from 1 to 100, not '101'.")]
    [InlineData("--order-nodes http://a:1,b", "such as http://10.0.0.7:8000 or dns://name:8000, not 'b'.")]
    [InlineData("--order-nodes dns://a", "such as http://10.0.0.7:8000 or dns://name:8000, not 'dns://a'.")]
    [InlineData("--order-nodes dns://:8000", "or dns://name:8000, not 'dns://:8000'.")]
    [InlineData("--order-nodes dns://a:8000/b", "or dns://name:8000, not 'dns://a:8000/b'.")]
    [InlineData("--kafka-group-protocol new", "'new' is unknown; known are: classic, consumer.")]
    public void A_mistake_on_the_command_line_is_named_by_its_option(string line, string mistake) =>
        Assert.Contains(Read(line).Mistakes, said => said.Contains(mistake, StringComparison.Ordinal));

    [Fact]
    public void Nodes_may_be_given_by_names_beside_addresses() => Assert.Equal(
        ["dns://order:8000", "http://10.0.0.7:8000"],
        Read("--order-nodes dns://order:8000,http://10.0.0.7:8000").ListOf(Settings.Nodes[Kernel.Role.Order]));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string NewKeySet()
    {
        var path = Path.Combine(_directory, "jwks.json");
        File.WriteAllText(path, """{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""");
        return path;
    }

    private string NewKeyRing()
    {
        var path = Path.Combine(_directory, "ring");
        File.WriteAllText(path, $"first {Convert.ToBase64String(new byte[32])}");
        return path;
    }

    private string NewKeyFile()
    {
        var path = Path.Combine(_directory, "keys");
        File.WriteAllText(path, ApiKeys.LineOf("till", ["payment"], ApiKeys.NewKey()));
        return path;
    }

    private static void AssertIsRead(Setting setting, string text, Configured configured, SettingSource source)
    {
        Assert.Empty(configured.Mistakes);
        Assert.Equal((text, source), (configured.TextOf(setting), configured.ValueOf(setting).Source));
    }

    private void SetVariable(string name, string? text)
    {
        if (text is not null)
        {
            _environment[name] = text;
        }
    }

    private void Write(string json)
    {
        File.WriteAllText(ConfigurationFile, json);
        _environment["CARTWRIGHT_CONFIG"] = ConfigurationFile;
    }

    private Configured Read(string line) => TestSettings.Read(line, _environment);
}
