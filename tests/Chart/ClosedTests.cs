using System.Text.Json;
using Cartwright.Chart.Tools;

namespace Cartwright.Chart;

/// <summary>The rights of pods, and the ways between them.</summary>
public sealed class ClosedTests
{
    private const string WithAdmin = "admin: {enabled: true, gatewayKey: {secret: shop-gateway-key}}";

    private static readonly string[] Services = ["order", "stock", "payment"];

    [Fact]
    public async Task No_pod_has_rights_and_each_has_bounds()
    {
        var pods = (await Helm.RenderAsync(WithAdmin)).Where(one => one.Pod is not null).ToList();
        Assert.Equal(5, pods.Count);
        foreach (var pod in pods.Select(one => one.Pod!.Value))
        {
            Assert.False(pod.GetProperty("automountServiceAccountToken").GetBoolean());
            Assert.False(pod.GetProperty("enableServiceLinks").GetBoolean());
            var ofPod = pod.GetProperty("securityContext");
            Assert.True(ofPod.GetProperty("runAsNonRoot").GetBoolean());
            Assert.Equal("RuntimeDefault", ofPod.GetProperty("seccompProfile").GetProperty("type").GetString());
            var container = Assert.Single(pod.GetProperty("containers").EnumerateArray());
            var ofContainer = container.GetProperty("securityContext");
            Assert.False(ofContainer.GetProperty("allowPrivilegeEscalation").GetBoolean());
            Assert.True(ofContainer.GetProperty("readOnlyRootFilesystem").GetBoolean());
            Assert.Equal("[\"ALL\"]", ofContainer.GetProperty("capabilities").GetProperty("drop").GetRawText());
            foreach (var bound in (string[])["requests", "limits"])
            {
                var bounds = container.GetProperty("resources").GetProperty(bound);
                Assert.NotEmpty(bounds.GetProperty("cpu").GetString()!);
                Assert.NotEmpty(bounds.GetProperty("memory").GetString()!);
            }
        }
    }

    // Secrets of others are files for the group of the pod; the owner's password is for the migration alone.
    [Fact]
    public async Task Secrets_are_files_of_existing_secrets_and_each_pod_has_its_own_only()
    {
        var objects = await Helm.RenderAsync(WithAdmin);
        Assert.DoesNotContain(objects, one => one.Kind is "Secret" or "ConfigMap");
        foreach (var one in objects.Where(one => one.Pod is not null))
        {
            Assert.All(one.Environment, pair => Assert.DoesNotContain(
                "Password=", pair.Value, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("valueFrom", one.Pod!.Value.GetRawText(), StringComparison.Ordinal);
            var secrets = one.Files.Select(file => file.Secret).ToHashSet();
            Assert.Equal(
                one.Kind == "Job" ? 3 : 0,
                secrets.Count(name => name.EndsWith("-owner", StringComparison.Ordinal)));
            foreach (var other in Services.Where(service => one.Name.StartsWith("shop-", StringComparison.Ordinal)
                && one.Kind == "Deployment" && one.Name != $"shop-{service}"))
            {
                Assert.DoesNotContain(secrets, name => name.StartsWith($"shop-{other}", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Customers_reach_gateways_gateways_reach_nodes_and_nodes_reach_their_database_and_brokers()
    {
        var policies = (await Helm.RenderAsync()).Where(one => one.Kind == "NetworkPolicy")
            .ToDictionary(one => one.Name, one => one.Spec);
        Assert.Equal(5, policies.Count);
        Assert.All(policies.Values, policy => Assert.Equal(
            """["Ingress","Egress"]""", policy.GetProperty("policyTypes").GetRawText()));

        var gateway = policies["shop-gateway"];
        Assert.Equal(
            """[{"ports":[{"protocol":"TCP","port":"https"}]}]""", gateway.GetProperty("ingress").GetRawText());
        Assert.Equal(Services, gateway.GetProperty("egress")[0].GetProperty("to").EnumerateArray()
            .Select(peer => PartOf(peer)!));
        foreach (var service in Services)
        {
            var node = policies[$"shop-{service}"];
            var from = Assert.Single(node.GetProperty("ingress").EnumerateArray());
            Assert.Equal("gateway", PartOf(Assert.Single(from.GetProperty("from").EnumerateArray())));
            var to = node.GetProperty("egress").EnumerateArray().Select(rule => rule.GetProperty("to").GetRawText())
                .ToList();
            Assert.Equal(3, to.Count);
            Assert.Contains($"shop-{service}-db", to[0], StringComparison.Ordinal);
            Assert.Contains("shop-kafka", to[1], StringComparison.Ordinal);
            Assert.Contains("kube-dns", to[2], StringComparison.Ordinal);
        }

        Assert.False(policies["shop-migrate"].TryGetProperty("ingress", out _));
    }

    private static string? PartOf(JsonElement peer) => peer.GetProperty("podSelector").GetProperty("matchLabels")
        .GetProperty("app.kubernetes.io/component").GetString();
}
