using System.Text.RegularExpressions;
using Cartwright.Chart.Tools;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.Chart;

/// <summary>The example of a shop: its databases, brokers, topics and users, and that they fit the chart.</summary>
public sealed partial class ExampleTests
{
    private static readonly Lazy<Task<string>> Built = new(async () => (await Helm.RunAsync(
        "kubectl", "kustomize", Path.Combine(Helm.Chart, "examples"))).Required().Output);

    // CloudNativePG's and Strimzi's objects by their own schemas.
    [Fact]
    public async Task Each_object_of_the_example_is_valid()
    {
        var objects = await KubernetesObject.ReadAsync(await Built.Value, Prerequisites.RequireDefinitions());
        Assert.Equal(13, objects.Count);
        Assert.All(objects, one => Assert.True(
            one.Problems.Count == 0, $"{one.Kind} {one.Name}: {string.Join('\n', one.Problems)}"));
    }

    [Fact]
    public async Task A_wrong_object_is_found() => await SeededMistakes.RequireFoundAsync(
        await Built.Value,
        [
            ("dataDurability: required", "dataDurability: requested", "dataDurability must be equal to one of"),
            ("instances: 3", "instances: three", "data/spec/instances must be integer"),
            ("passwordSecret:", "password:", "must NOT have additional properties password"),
            ("partitions: 12", "partition: 12", "must NOT have additional properties partition"),
            ("- DescribeConfigs", "- ReadConfigs", "must be equal to one of"),
            ("  roles:\n  - controller", "  role:\n  - controller", "must have required property 'roles'"),
            ("kind: KafkaUser", "kind: User", "no model and no schema"),
        ],
        Prerequisites.RequireDefinitions());

    [Fact]
    public async Task Each_user_has_the_rights_that_the_verb_prints()
    {
        var printed = (await CartwrightProgram.RunAsync(
            "topics", "--kafka", "b:9093", "--acls", "--principal", "order=User:shop-order", "--principal",
            "stock=User:shop-stock", "--principal", "payment=User:shop-payment")).Required().Output;
        var expected = printed.Split('\n').Where(line => line.StartsWith("kafka-acls", StringComparison.Ordinal))
            .SelectMany(line => Operation().Matches(line).Select(operation =>
                $"{Principal().Match(line).Groups[1]} {operation.Groups[1]} {Resource().Match(line).Groups[1]} "
                + $"{Resource().Match(line).Groups[2]}"))
            .Order().ToList();
        Assert.True(expected.Count > 20, printed);

        var users = (await ReadAsync()).Where(one => one.Kind == "KafkaUser");
        var given = from user in users
                    from acl in user.Spec.GetProperty("authorization").GetProperty("acls").EnumerateArray()
                    from operation in acl.GetProperty("operations").EnumerateArray()
                    let resource = acl.GetProperty("resource")
                    let type = resource.GetProperty("type").GetString()
                    select $"{user.Name} {operation.GetString()} {type} {resource.GetProperty("name").GetString()}";
        Assert.Equal(expected, given.Order());
    }

    [Fact]
    public async Task No_acknowledged_commit_or_record_is_on_one_machine_only()
    {
        var objects = await ReadAsync();
        var databases = objects.Where(one => one.Kind == "Cluster").ToList();
        Assert.Equal(3, databases.Count);
        foreach (var database in databases)
        {
            Assert.Equal(3, database.Spec.GetProperty("instances").GetInt32());
            var synchronous = database.Spec.GetProperty("postgresql").GetProperty("synchronous");
            Assert.Equal("required", synchronous.GetProperty("dataDurability").GetString());
            Assert.Equal(1, synchronous.GetProperty("number").GetInt32());
        }

        Assert.Equal(3, objects.Single(one => one.Kind == "KafkaNodePool").Spec.GetProperty("replicas").GetInt32());
        var topics = objects.Where(one => one.Kind == "KafkaTopic").ToList();
        Assert.Equal(5, topics.Count);
        foreach (var topic in topics.Select(topic => topic.Spec))
        {
            Assert.Equal(3, topic.GetProperty("replicas").GetInt32());
            Assert.Equal(2, topic.GetProperty("config").GetProperty("min.insync.replicas").GetInt32());
        }
    }

    // Each name in the chart is made by an object of the example, or by a command of the page.
    [Fact]
    public async Task Each_host_role_and_secret_of_the_values_is_made()
    {
        var objects = await ReadAsync();
        var page = await File.ReadAllTextAsync(
            Path.Combine(CartwrightProgram.Root, "docs/operating/kubernetes.md"),
            TestContext.Current.CancellationToken);
        List<string> made =
        [
            .. objects.Where(one => one.Kind == "Cluster").Select(one => $"{one.Name}-ca"),
            .. objects.Where(one => one.Kind == "Kafka").Select(one => $"{one.Name}-cluster-ca-cert"),
            .. objects.Where(one => one.Kind == "KafkaUser").Select(one => one.Name),
        ];
        var rendered = await Helm.RenderAsync();
        var secrets = rendered.SelectMany(one => one.Files).Select(file => file.Secret).Distinct().ToList();
        Assert.True(secrets.Count > 15);
        Assert.All(secrets.Except(made), secret => Assert.Contains(
            secret, CommandsFor(secret.Split('-')[1]), StringComparison.Ordinal));

        foreach (var database in objects.Where(one => one.Kind == "Cluster"))
        {
            var service = database.Name.Split('-')[1];
            var node = rendered.Single(one => one.Kind == "Deployment" && one.Name == $"shop-{service}").Environment;
            var connection = node[$"CARTWRIGHT_POSTGRES_{service.ToUpperInvariant()}"];
            var initial = database.Spec.GetProperty("bootstrap").GetProperty("initdb");
            var role = database.Spec.GetProperty("managed").GetProperty("roles")[0].GetProperty("name").GetString();
            Assert.StartsWith(
                $"Host={database.Name}-rw;Port=5432;Database={initial.GetProperty("database").GetString()};"
                + $"Username={role};SSL Mode=VerifyFull;",
                connection);
            var owner = rendered.Single(one => one.Kind == "Job").Environment[
                $"CARTWRIGHT_POSTGRES_{service.ToUpperInvariant()}"];
            Assert.Contains($"Username={initial.GetProperty("owner").GetString()};", owner, StringComparison.Ordinal);
        }

        string CommandsFor(string part) => page.Replace("$service", part, StringComparison.Ordinal)
            .Replace("$part", part, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<KubernetesObject>> ReadAsync() =>
        await KubernetesObject.ReadAsync(await Built.Value);

    [GeneratedRegex("--allow-principal '?User:([a-z-]+)")]
    private static partial Regex Principal();

    [GeneratedRegex("--operation ([A-Za-z]+)")]
    private static partial Regex Operation();

    [GeneratedRegex("--(topic|group) '?([a-z0-9.]+)")]
    private static partial Regex Resource();
}
