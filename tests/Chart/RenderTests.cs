using Cartwright.Chart.Tools;

namespace Cartwright.Chart;

/// <summary>The objects that the chart makes: each is valid, whatever the values are.</summary>
public sealed class RenderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("admin: {enabled: true, gatewayKey: {secret: shop-gateway-key}}")]
    [InlineData("{kafka: {security: tls, topics: make}, gateway: {callTls: shop-call-tls}}")]
    [InlineData("{image: {digest: 'DIGEST', pullSecrets: [{name: registry}]}, migrate: {enabled: false}}")]
    [InlineData("{networkPolicy: {enabled: false}, spread: [], databaseRoles: {node: 'n_{service}'}}")]
    [InlineData("""
        order: {autoscaling: {enabled: true}}
        stock: {autoscaling: {enabled: true, min: 1, max: 12, lag: 100}}
        admin: {enabled: true, gatewayKey: {secret: shop-gateway-key}}
        serviceMonitor: {enabled: true, labels: {a: b}, credentials: {secret: c}, tls: d}
        networkPolicy: {operators: [{podSelector: {}}], others: [{ipBlock: {cidr: 10.0.0.0/8}}]}
        """)]
    [InlineData("{nodeSelector: {disk: fast}, tolerations: [{key: a, operator: Exists}], priorityClassName: high}")]
    [InlineData("""
        telemetry: {OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4317"}
        serviceAccountName: shop
        gateway: {service: {type: LoadBalancer, annotations: {a: b}}}
        """)]
    public async Task Each_object_of_the_chart_is_valid(string values)
    {
        values = values.Replace("DIGEST", $"sha256:{new string('0', 64)}", StringComparison.Ordinal);
        (await Helm.LintAsync(values)).Required();
        var objects = await Helm.RenderAsync(values);
        Assert.Contains(objects, one => one.Kind == "Deployment" && one.Name == "shop-gateway");
        Assert.All(objects, one => Assert.True(
            one.Problems.Count == 0, $"{one.Kind} {one.Name}: {string.Join('\n', one.Problems)}"));
    }

    [Fact]
    public async Task A_wrong_object_is_found() => await SeededMistakes.RequireFoundAsync(
        (await Helm.TemplateAsync()).Required().Output,
        [
            ("replicas: 2", "replicas: two", "data/spec/replicas must be integer"),
            ("replicas: 2", "replica: 2", "data/spec/replica is unknown"),
            ("readOnlyRootFilesystem", "readOnlyRootFileSystem", "readOnlyRootFileSystem is unknown"),
            ("containerPort: 8443", "containerPort: https", "containerPort must be integer"),
            ("kind: Deployment", "kind: Deploiment", "no model and no schema"),
            ("      containers:", "      container:", "spec must have required property containers"),
            ("maxUnavailable: 1", "maxUnavailable: {}", "data/spec/maxUnavailable must"),
            ("averageUtilization:", "averageUse:", "averageUse is unknown"),
        ]);
}
