using System.Diagnostics;
using Cartwright.Conformance.Kafka.Secured;
using Cartwright.Conformance.Servers;
using Cartwright.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// An Apache Kafka broker that is its own controller, a child of this process, in a temporary folder.
/// </summary>
internal sealed class KafkaBroker : IBrokers, IDisposable
{
    private const string Authorizer = """
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=true
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<KafkaBroker>> Shared = new(() => StartAsync());

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-kafka-").FullName;
    private readonly int _port = Machine.FreePort();
    private readonly int _controllerPort = Machine.FreePort();
    private readonly string _home;
    private readonly bool _makesTopics;
    private readonly bool _authorizes;
    private readonly SecuredListener? _secured;
    private Process? _process;

    private KafkaBroker(string home, bool makesTopics, bool authorizes, bool isSecured)
    {
        (_home, _makesTopics, _authorizes) = (home, makesTopics, authorizes);
        _secured = isSecured ? new SecuredListener(_folder) : null;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    public string Address => $"127.0.0.1:{_port}";

    public string OpenAddress => _secured?.OpenAddress ?? Address;

    public KafkaSecurity Security => _secured?.Security ?? KafkaSecurity.None;

    /// <summary>The listeners of a secured broker.</summary>
    public SecuredListener Secured =>
        _secured ?? throw new InvalidOperationException("This broker is open to everybody.");

    /// <summary>The broker that the tests of this process share. The first test that needs it starts it.</summary>
    public static async Task<IBrokers> SharedAsync()
    {
        Prerequisites.RequireKafka();
        return await Shared.Value;
    }

    public static async Task EndSharedAsync()
    {
        // A broker that never started needs no stop.
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            (await Shared.Value).Dispose();
        }
    }

    /// <param name="makesTopics"> Whether it creates a topic when a client asks for its metadata, with the broker's
    /// settings: Kafka's default. </param>
    /// <param name="authorizes">Whether it obeys ACLs. A resource without an ACL is open to all clients.</param>
    /// <param name="isSecured">Whether it takes only clients with TLS and credentials, and only with an ACL.</param>
    public static async Task<KafkaBroker> StartAsync(
        bool makesTopics = false, bool authorizes = false, bool isSecured = false)
    {
        var broker = new KafkaBroker(Prerequisites.RequireKafka(), makesTopics, authorizes, isSecured);
        await broker.FormatAsync();
        await broker.LaunchAsync();
        return broker;
    }

    public Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log) =>
        KafkaLog.OpenAsync(options, log, TestContext.Current.CancellationToken);

    /// <summary>Kills the broker as a crash would, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Freezes the broker (<c>STOP</c>), or lets it go on (<c>CONT</c>).</summary>
    public Task SignalAsync(string signal) => Machine.RunAsync("kill", $"-{signal}", $"{_process!.Id}");

    /// <summary>Starts the broker, and waits until it answers.</summary>
    public async Task LaunchAsync()
    {
        _process = Machine.StartServer(
            [Program("kafka-server-start.sh"), Settings],
            Path.Combine(_folder, "server.log"),
            Surroundings);
        await Eventually.IsAsync("Kafka answers", Patience, AnswersAsync);
    }

    /// <summary>Removes all data, as if the broker's disk had been replaced. The broker must be stopped.</summary>
    public async Task WipeAsync()
    {
        Directory.Delete(Path.Combine(_folder, "log"), recursive: true);
        await FormatAsync();
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string OpenListener => $"""
        listeners=PLAINTEXT://127.0.0.1:{_port},CONTROLLER://127.0.0.1:{_controllerPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{_port}
        """;

    private string Settings => Path.Combine(_folder, "server.properties");

    private Dictionary<string, string> Surroundings => new()
    {
        ["LOG_DIR"] = Path.Combine(_folder, "logs"),
        ["KAFKA_HEAP_OPTS"] = "-Xms128m -Xmx384m",

        // It lives for seconds: a better compiler costs it more than it gains.
        ["KAFKA_OPTS"] = "-XX:TieredStopAtLevel=1",
    };

    private string Program(string name) => Path.Combine(_home, "bin", name);

    private async Task FormatAsync()
    {
        await File.WriteAllTextAsync(Settings, $"""
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:{_controllerPort}
            controller.listener.names=CONTROLLER
            log.dirs={Path.Combine(_folder, "log")}
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=3
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=1000
            auto.create.topics.enable={(_makesTopics ? "true" : "false")}
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=500
            {(_authorizes ? Authorizer : "")}
            {_secured?.SettingsText(_port, _controllerPort) ?? OpenListener}
            """);
        var clusterId = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=')
            .Replace('+', 'a').Replace('/', 'b');
        await Machine.RunAsync(
            Surroundings,
            [
                Program("kafka-storage.sh"), "format", "-t", clusterId, "-c", Settings,
                .. _secured is null ? [] : SecuredListener.FormatOptions,
            ]);
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException(
                $"Kafka has ended: {await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"))}");
        }

        return await Machine.AnswersAsync(_port);
    }
}
