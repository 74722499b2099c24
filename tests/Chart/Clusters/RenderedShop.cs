using System.Globalization;
using System.Text.Json;
using Cartwright.Chart.Tools;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.Chart.Clusters;

/// <summary>
/// The shop of the example, one container of each part, on the database server and the broker of a secured cluster. The
/// nodes of that cluster are stopped. Certificates are made as the page about Kubernetes says.
/// </summary>
internal sealed class RenderedShop(string folder) : IAsyncDisposable
{
    private const int StartsMax = 3;

    private static readonly string[] Parts = ["order", "stock", "payment", "gateway"];

    private readonly Dictionary<string, RenderedContainer> _running = [];
    private IReadOnlyList<KubernetesObject> _objects = [];
    private Dictionary<string, PodPlace> _places = [];

    /// <summary>The address of the gateway.</summary>
    public string Url =>
        $"https://localhost:{_places["shop-gateway"].Ports["https"].ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The authority of the certificates.</summary>
    public string Authority => Path.Combine(folder, "tls", "ca.pem");

    /// <summary>A running container.</summary>
    public RenderedContainer this[string part] => _running[part];

    private string Cluster => Path.Combine(folder, "cluster");

    /// <summary>Starts the databases and the broker.</summary>
    public static async Task<RenderedShop> OpenAsync()
    {
        Prerequisites.RequireHelm(CartwrightProgram.Root);
        Prerequisites.RequireCluster(isReplicated: false);
        ForeignSettings.RemoveOwn();
        var shop = new RenderedShop(Directory.CreateTempSubdirectory("cartwright-chart-").FullName);
        try
        {
            await shop.StartClusterAsync();
            foreach (var part in Parts)
            {
                (await CartwrightProgram.RunAsync(
                    "certificates", Path.Combine(shop.Folder, "tls"), part, "--host", $"shop-{part}", "--host",
                    "localhost")).Required();
            }

            shop._objects = await Helm.RenderAsync(await shop.ValuesAsync());
            shop._places = shop._objects.Where(one => one.Kind == "Deployment")
                .ToDictionary(one => one.Name, PodPlace.For);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    private string Folder => folder;

    /// <summary>Runs the migration to its end.</summary>
    public async Task MigrateAsync()
    {
        await using var job = await StartAsync(_objects.Single(one => one.Kind == "Job"));
        await job.RequireSuccessAsync();
    }

    /// <summary>Starts the container of each Deployment, all at once as Kubernetes does.</summary>
    public async Task StartAsync()
    {
        foreach (var part in Parts)
        {
            _running.Add(part, await StartAsync(
                _objects.Single(one => one.Kind == "Deployment" && one.Name == $"shop-{part}")));
        }
    }

    /// <summary>Sells through the gateway.</summary>
    public async Task CheckAsync() => (await CartwrightProgram.RunAsync(
        "check", "--url", Url, "--trust", Authority, "--api-key-file", Path.Combine(Cluster, "operator-api-key"),
        "--users", "20", "--stock", "5", "--orders", "20")).Required();

    /// <summary>Ends or starts a part of the cluster below.</summary>
    public async Task ChangeAsync(params IEnumerable<string> verb) =>
        (await CartwrightProgram.RunAsync(["cluster", .. verb, "--data", Cluster])).Required();

    /// <summary>Audits the databases.</summary>
    public async Task RequireRightBooksAsync() => Assert.Contains(
        "The books are right.",
        (await CartwrightProgram.RunAsync(
            "verify", "--cluster", Cluster, "--older-than", "0", "--settle", "60")).Required().Output,
        StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _running.Values)
        {
            await container.DisposeAsync();
        }

        await CartwrightProgram.RunAsync("cluster", "down", "--data", Cluster);
        Directory.Delete(folder, recursive: true);
    }

    // On a busy machine a start may be given up; the next one goes on from its files.
    private async Task StartClusterAsync()
    {
        // PostgreSQL runs as another user, which has to enter the folder.
        (await CartwrightProgram.RunOtherAsync("chmod", "755", folder)).Required();
        var start = (string[])
        [
            "cluster", "up", "--data", Cluster, "--url", "http://127.0.0.1:0", "--secure", "--postgres", "shared",
            "--detach",
        ];
        var ended = await CartwrightProgram.RunAsync(start);
        for (var starts = 1; starts < StartsMax && ended.ExitCode != 0; starts++)
        {
            ended = await CartwrightProgram.RunAsync(start);
        }

        ended.Required();
        foreach (var part in (string[])["gateway", "order-1", "stock-1", "payment-1"])
        {
            await ChangeAsync("stop", part);
        }
    }

    private Task<RenderedContainer> StartAsync(KubernetesObject rendered) =>
        RenderedContainer.StartAsync(rendered, _places, Path.Combine(folder, "pods"), ContentOf);

    // The example's, at the places of the cluster.
    private async Task<string> ValuesAsync()
    {
        var ports = JsonSerializer.Deserialize<Dictionary<string, int>>(
            await File.ReadAllTextAsync(Path.Combine(Cluster, "ports.json")))!;
        return string.Join('\n', [
            "databaseRoles: {node: 'cartwright_{service}_node'}",
            $"kafka: {{brokers: '127.0.0.1:{ports["kafka-1"]}', replication: 1}}",
            .. Parts.Where(part => part != "gateway").Select(service => $$"""
                {{service}}:
                  settings: {require-synchronous-standby: false}
                  database: {host: 127.0.0.1, port: {{ports["postgres"]}}}
                  kafka: {user: {{service}}}
                """),
        ]);
    }

    // Secrets by their names in the example.
    private string ContentOf(SecretFile file)
    {
        var part = Parts.FirstOrDefault(part => file.Secret.StartsWith($"shop-{part}", StringComparison.Ordinal));
        var path = (file.Secret, file.Key) switch
        {
            ("shop-authority", "ca.crt") => Authority,
            ("shop-api-keys", "api-keys") => Path.Combine(Cluster, "settings", "api-keys"),
            ("shop-kafka-cluster-ca-cert", "ca.crt") => Path.Combine(Cluster, "ca.pem"),
            (_, "tls.crt") when file.Secret == $"shop-{part}-tls" => Path.Combine(folder, "tls", $"{part}.pem"),
            (_, "tls.key") when file.Secret == $"shop-{part}-tls" => Path.Combine(folder, "tls", $"{part}.key"),
            (_, "ca.crt") when file.Secret == $"shop-{part}-db-ca" => Path.Combine(Cluster, "ca.pem"),
            (_, "password") when file.Secret == $"shop-{part}-db-node" => Setting($"{part}-node-password"),
            (_, "password") when file.Secret == $"shop-{part}-db-owner" => Setting($"{part}-password"),
            (_, "password") when file.Secret == $"shop-{part}" => Setting($"kafka-{part}-password"),
            _ => throw new InvalidOperationException($"No secret of the example: {file}"),
        };
        return File.ReadAllText(path);

        string Setting(string name) => Path.Combine(Cluster, "settings", name);
    }
}
