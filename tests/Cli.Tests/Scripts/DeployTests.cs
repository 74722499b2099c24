using System.Text.Json;
using System.Text.RegularExpressions;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Tests.Configuration;
using Cartwright.CommandLine;
using Cartwright.Conformance.Servers;
using Cartwright.Program;

namespace Cartwright.Cli.Tests.Scripts;

/// <summary>The containers of deploy/compose.yaml, as far as files can show them, and the scripts beside it.</summary>
public sealed partial class DeployTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-deploy-").FullName;

    private string Secrets => Path.Combine(_folder, "secrets");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_container_is_closed_and_the_gateway_alone_can_be_reached()
    {
        var compose = await ComposeAsync();
        Assert.True(compose.GetProperty("networks").GetProperty("inside").GetProperty("internal").GetBoolean());
        foreach (var (name, service) in ServicesOf(compose))
        {
            Assert.Equal(name == "gateway", service.TryGetProperty("ports", out _));
            Assert.Equal(name == "gateway" ? ["outside", "inside"] : ["inside"], TextsOf(service, "networks"));
            Assert.Equal(["ALL"], TextsOf(service, "cap_drop"));
            Assert.Equal(["no-new-privileges:true"], TextsOf(service, "security_opt"));
            Assert.True(service.GetProperty("read_only").GetBoolean(), name);
            Assert.All(
                (string[])["mem_limit", "cpus", "pids_limit"],
                bound => Assert.True(service.TryGetProperty(bound, out _), $"{name}: {bound}"));
            Assert.False(service.TryGetProperty("privileged", out _), name);
        }
    }

    [Fact]
    public async Task No_container_gives_a_protection_up_or_has_a_secret_beside_its_files()
    {
        await RunAsync("bash", "deploy/make-secrets.sh", Secrets);
        var compose = await ComposeAsync();
        var secrets = Directory.GetFiles(Secrets, "*password")
            .Concat(Directory.GetFiles($"{Secrets}-authority", "*.key")).Select(file => File.ReadAllText(file).Trim())
            .ToList();
        Assert.True(secrets.Count >= 10);
        var text = compose.GetRawText();
        Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain("insecure", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Password(), text);

        // Each secret that a container mounts is made by the script, and is no key of the authority or of a caller.
        foreach (var secret in compose.GetProperty("secrets").EnumerateObject())
        {
            Assert.Equal($"./secrets/{secret.Name}", secret.Value.GetProperty("file").GetString());
            Assert.True(File.Exists(Path.Combine(Secrets, secret.Name)), secret.Name);
        }
    }

    // The image as it is asks for the settings that it lacks; only the user of a container accepts an open shop.
    [Fact]
    public void The_image_opens_no_shop_by_itself()
    {
        var lines = Repository.ReadLines("deploy/Dockerfile").ToList();
        var variables = lines.Where(line => line.StartsWith("ENV ", StringComparison.Ordinal))
            .SelectMany(line => line[4..].Split(' ')).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var command = JsonSerializer.Deserialize<string[]>(
            lines.Single(line => line.StartsWith("CMD ", StringComparison.Ordinal))[4..])!;
        Assert.Equal("serve", command[0]);

        var mistake = Assert.Single(MistakesWith(""));
        Assert.Contains("http://0.0.0.0:8000", mistake, StringComparison.Ordinal);
        Assert.Contains(Settings.Insecure.Option, mistake, StringComparison.Ordinal);
        Assert.Empty(MistakesWith(Settings.Insecure.Option));
        Assert.Empty(MistakesWith("--urls http://127.0.0.1:8000"));

        IEnumerable<string> MistakesWith(string more) => ServeMistakes.MistakesIn(
            TestSettings.Read($"{string.Join(' ', command[1..])} {more}", variables));
    }

    [Fact]
    public async Task A_repeat_keeps_every_secret_and_all_certificates_are_of_one_authority()
    {
        await RunAsync("bash", "deploy/make-secrets.sh", Secrets);
        var before = ContentsOf();
        Assert.Contains(Path.Combine(Secrets, "api-keys"), before.Keys);
        await RunAsync("bash", "deploy/make-secrets.sh", Secrets);
        Assert.Equal(before, ContentsOf());
        await RunAsync(
            ["openssl", "verify", "-CAfile", $"{Secrets}/ca.pem", .. Directory.GetFiles(Secrets, "*.pem")]);

        SortedDictionary<string, string> ContentsOf() => new(Directory
            .GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText));
    }

    [Fact]
    public async Task The_rights_are_those_that_the_verb_prints()
    {
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        var record = Path.Combine(_folder, "record");
        await File.WriteAllTextAsync(
            Path.Combine(programs, "kafka-acls.sh"),
            $"#!/bin/sh\necho \"kafka-acls.sh $*\" >>'{record}'\n",
            TestContext.Current.CancellationToken);
        await RunAsync("chmod", "755", Path.Combine(programs, "kafka-acls.sh"));
        await RunAsync("env", $"KAFKA_HOME={_folder}", "bash", "deploy/make-rights.sh");
        var (status, printed) = await Captured.RunAsync(() => CommandLineRun.InvokeAsync(
            Verbs.CreateRoot(),
            [
                "topics", "--kafka", "kafka:9092", "--acls", "--command-config",
                "/etc/cartwright/kafka-client.properties", "--principal", "topics=User:topics",
            ]));
        Assert.Equal(0, status);
        Assert.Equal(
            printed.Replace("'", "", StringComparison.Ordinal).Split('\n')
                .Where(line => line.StartsWith("kafka-acls", StringComparison.Ordinal)).Order(),
            (await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken)).Order());
    }

    // The broker and the tool share one bound of memory, and the tool would take the broker's heap as its own.
    [Fact]
    public async Task The_health_check_of_the_broker_has_a_small_heap()
    {
        var check = (await ComposeAsync()).GetProperty("services").GetProperty("kafka").GetProperty("healthcheck");
        Assert.StartsWith("KAFKA_HEAP_OPTS=-Xmx64m ", TextsOf(check, "test").Last());
    }

    // Where there is a data folder, the image starts a server on it,
    // although the scripts of its first start may have failed.
    [Theory]
    [InlineData(null, null, "started")]
    [InlineData("15", "host all all all scram-sha-256", "refused")]
    [InlineData("15", null, "refused")]
    [InlineData("15", "hostssl cartwright_stock cartwright_stock,stock_node all scram-sha-256", "started")]
    public async Task A_server_without_its_roles_does_not_start(string? version, string? rules, string outcome)
    {
        await WriteAsync("secrets/postgres-stock.key", "key");
        await WriteAsync("bin/docker-entrypoint.sh", "#!/bin/sh\necho started\n");
        await RunAsync("chmod", "755", Path.Combine(_folder, "bin/docker-entrypoint.sh"));
        await WriteAsync("data/PG_VERSION", version);
        await WriteAsync("data/pg_hba.conf", rules);
        var (status, output, errors) = await Script.RunAsync(
            Repository.FindRoot(),
            [
                "env", $"PATH={_folder}/bin:{Environment.GetEnvironmentVariable("PATH")}", $"PGDATA={_folder}/data",
                $"CARTWRIGHT_SECRETS={Secrets}", $"CARTWRIGHT_MEMORY={_folder}", "CARTWRIGHT_SERVICE=stock",
                "bash", "deploy/start-postgres.sh", "postgres",
            ]);
        Assert.Equal(outcome == "started" ? (0, "started\n") : (1, ""), (status, output));
        Assert.Equal(outcome == "refused", errors.Contains("make-roles, which has failed", StringComparison.Ordinal));
    }

    private async Task WriteAsync(string file, string? text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await (text is null
            ? Task.CompletedTask
            : File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("password=[^*]", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    // With the linter of YAML comes a reader of YAML.
    private static async Task<JsonElement> ComposeAsync()
    {
        Prerequisites.RequireLinter("yamllint");
        var json = await RunAsync(
            "python3", "-c", "import json, yaml; print(json.dumps(yaml.safe_load(open('deploy/compose.yaml'))))");
        return JsonDocument.Parse(json).RootElement;
    }

    private static IEnumerable<(string Name, JsonElement Service)> ServicesOf(JsonElement compose)
    {
        var services = compose.GetProperty("services").EnumerateObject().ToList();
        Assert.True(services.Count > 10);
        return services.Select(service => (service.Name, service.Value));
    }

    private static IEnumerable<string?> TextsOf(JsonElement service, string list) =>
        service.GetProperty(list).EnumerateArray().Select(text => text.GetString());

    private static async Task<string> RunAsync(params string[] command)
    {
        var (status, output, errors) = await Script.RunAsync(Repository.FindRoot(), command);
        Assert.True(status == 0, $"{string.Join(' ', command)}: {output}{errors}");
        return output;
    }
}
