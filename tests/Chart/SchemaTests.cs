using System.Text.Json;
using System.Text.RegularExpressions;
using Cartwright.Chart.Tools;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.Chart;

/// <summary>Values that make no shop are rejected before anything is rendered, with the place of the mistake.</summary>
public sealed partial class SchemaTests
{
    [Theory]
    [InlineData("order: {replicas: 13}", "'/order/replicas': maximum: got 13, want 12")]
    [InlineData("stock: {autoscaling: {max: 13}}", "'/stock/autoscaling/max'")]
    [InlineData("payment: {tls: ''}", "'/payment/tls'")]
    [InlineData("gateway: {replica: 2}", "additional properties 'replica' not allowed")]
    [InlineData("gateway: {settings: {insecure: true}}", "invalid propertyName 'insecure'")]
    [InlineData("order: {settings: {kafka-password: secret}}", "invalid propertyName 'kafka-password'")]
    [InlineData("settings: {lanes: [1]}", "'/settings/lanes'")]
    [InlineData("kafka: {security: plaintext}", "'/kafka/security': value must be one of 'sasl', 'tls'")]
    [InlineData("kafka: {brokers: broker}", "'/kafka/brokers'")]
    [InlineData("order: {kafka: {user: ''}}", "With kafka.security sasl each service needs its kafka.user.")]
    [InlineData("order: {database: {host: 'db;Password=x'}}", "'/order/database/host'")]
    [InlineData("order: {database: {password: secret}}", "additional properties 'password' not allowed")]
    [InlineData("apiKeys: {secret: ''}", "'/apiKeys/secret'")]
    [InlineData("databaseRoles: {node: all}", "'/databaseRoles/node'")]
    [InlineData("admin: {enabled: true}", "'/admin/gatewayKey/secret'")]
    [InlineData("serviceMonitor: {enabled: true, tls: a, credentials: {secret: b}}", "'/admin/enabled'")]
    [InlineData("telemetry: {OTEL_EXPORTER_OTLP_HEADERS: 'a=secret'}", "OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("image: {tag: ''}", "'/image'")]
    [InlineData("order: {resources: {limits: {memory: much}}}", "'/order/resources/limits/memory'")]
    [InlineData("{leaveSeconds: 15, graceSeconds: 30}", "graceSeconds must be 20 more than leaveSeconds")]
    public async Task A_wrong_value_is_rejected(string values, string sentence)
    {
        var ended = await Helm.TemplateAsync(values);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task The_chart_alone_asks_for_what_it_lacks()
    {
        var ended = await Helm.RunAsync("helm", "template", Helm.Release, Helm.Chart);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("'/kafka/brokers'", ended.Error, StringComparison.Ordinal);
        Assert.Contains("'/order/database/host'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_setting_of_values_and_each_variable_of_a_container_is_a_setting_of_the_program()
    {
        var known = SettingOfTable()
            .Matches(await ReadAsync("docs/operating/settings.md")).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("kafka-prefix", known);
        var schema = JsonDocument.Parse(await ReadAsync("deploy/chart/values.schema.json")).RootElement;
        var settable = schema.GetProperty("definitions").GetProperty("settings").GetProperty("propertyNames")
            .GetProperty("enum").EnumerateArray().Select(name => name.GetString()!).ToHashSet();
        Assert.Subset(known, settable);

        var objects = await Helm.RenderAsync("admin: {enabled: true, gatewayKey: {secret: key}}");
        var variables = objects.SelectMany(one => one.Environment).Select(pair => pair.Key)
            .Where(name => name.StartsWith("CARTWRIGHT_", StringComparison.Ordinal))
            .Select(name => name["CARTWRIGHT_".Length..].ToLowerInvariant().Replace('_', '-'))
            .Select(name => name.EndsWith("-file", StringComparison.Ordinal) ? name[..^"-file".Length] : name)
            .ToHashSet();
        Assert.Contains("health-urls", variables);
        Assert.Subset(known, variables);
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(
        Path.Combine(CartwrightProgram.Root, file), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"^\| `([a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingOfTable();
}
