using System.Buffers.Text;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>An Apache Kafka broker that is its own controller (KRaft), alone or one of three.</summary>
internal static class KafkaPart
{
    public const string Role = "kafka";

    /// <param name="layout">The cluster's directory.</param>
    /// <param name="installed">Where Kafka is.</param>
    /// <param name="number">Which broker, from 1.</param>
    /// <param name="ports">The client port and the controller port of every broker.</param>
    /// <param name="clusterId">The same for all brokers of a cluster.</param>
    /// <param name="secrets">The passwords of protected brokers; null for open ones.</param>
    public static Part CreatePart(
        ClusterLayout layout,
        Installation installed,
        int number,
        IReadOnlyList<(int Client, int Controller)> ports,
        string clusterId,
        ClusterSecrets? secrets)
    {
        var protection = secrets is null ? null : new KafkaProtection(new SecuredFiles(layout), secrets);
        var name = ClusterBrokers.NameOf(number);
        var data = layout.DataOf(name);
        var settings = layout.SettingsOf($"{name}.properties");
        return new Part
        {
            Name = name,
            Role = Role,
            Port = ports[number - 1].Client,
            PrepareAsync = cancellation =>
                PrepareAsync(installed, layout, data, settings, number, ports, clusterId, protection, cancellation),
            Command =
            [
                .. SystemUser.Broker.Prefix, Path.Combine(installed.Kafka, "bin", "kafka-server-start.sh"), settings,
            ],
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = data,
                ["LOG_DIR"] = Path.Combine(data, "logs"),
                ["KAFKA_HEAP_OPTS"] = "-Xms256m -Xmx512m",
            },
            IsReadyAsync = cancellation => Tool.AnswersAsync(ports[number - 1].Client, cancellation),
        };
    }

    /// <summary>
    /// The id of a cluster's brokers, which is made once: 16 bytes in base64 for addresses. One that began with a minus
    /// would be taken for an option.
    /// </summary>
    public static string ClusterIdOf(ClusterLayout layout)
    {
        var file = Path.Combine(layout.Root, "kafka-cluster-id");
        if (!File.Exists(file))
        {
            var id = Guid.NewGuid().ToByteArray();
            id[0] &= 0x7F;
            OwnedFiles.WriteFile(file, Base64Url.EncodeToString(id));
        }

        return File.ReadAllText(file);
    }

    private static async Task PrepareAsync(
        Installation installed,
        ClusterLayout layout,
        string data,
        string settings,
        int number,
        IReadOnlyList<(int Client, int Controller)> ports,
        string clusterId,
        KafkaProtection? protection,
        CancellationToken cancellation)
    {
        await OwnedFiles.MakeFolderAsync(data, SystemUser.Broker, cancellation);
        await OwnedFiles.WriteFileAsync(
            settings,
            $"{SettingsText(data, number, ports, protection)}\n{protection?.SettingsText()}\n",
            SystemUser.Broker,
            cancellation);
        if (File.Exists(Path.Combine(LogOf(data), "meta.properties")))
        {
            return;
        }

        var arguments = layout.SettingsOf($"{Path.GetFileName(data)}-format");
        if (protection is not null)
        {
            await OwnedFiles.WriteFileAsync(
                arguments,
                protection.FormatArguments(Path.Combine(installed.Kafka, "libs"), clusterId, settings),
                SystemUser.Broker,
                cancellation);
        }

        string[] format = protection is not null
            ? [JavaCommand(), $"@{arguments}"]
            :
            [
                Path.Combine(installed.Kafka, "bin", "kafka-storage.sh"), "format", "--ignore-formatted",
                "-t", clusterId, "-c", settings,
            ];

        // If this is interrupted, the next start begins again.
        await Tool.RunToolAsync(
            [.. SystemUser.Broker.Prefix, .. format],
            string.Empty,
            new Dictionary<string, string>(LeftoverProcesses.MarkOf(layout))
            {
                ["HOME"] = data, ["LOG_DIR"] = Path.Combine(data, "logs"),
            },
            cancellation);
        File.Delete(arguments);
    }

    private static string JavaCommand() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home ? $"{home}/bin/java" : "java";

    private static string LogOf(string data) => Path.Combine(data, "log");

    private static string SettingsText(
        string data, int number, IReadOnlyList<(int Client, int Controller)> ports, KafkaProtection? protection)
    {
        var protocol = KafkaProtection.ProtocolOf(protection);
        var (client, controller) = ports[number - 1];
        var voters = string.Join(',', ports.Select((port, place) => $"{place + 1}@127.0.0.1:{port.Controller}"));
        var replication = ports.Count >= 3 ? 3 : 1;
        var inSync = ports.Count >= 3 ? 2 : 1;
        return $"""
            process.roles=broker,controller
            node.id={number}
            controller.quorum.voters={voters}
            listeners={protocol}://127.0.0.1:{client},CONTROLLER://127.0.0.1:{controller}
            advertised.listeners={protocol}://127.0.0.1:{client}
            controller.listener.names=CONTROLLER
            log.dirs={LogOf(data)}
            default.replication.factor={replication}
            min.insync.replicas={inSync}
            offsets.topic.replication.factor={replication}
            transaction.state.log.replication.factor={replication}
            transaction.state.log.min.isr={inSync}
            share.coordinator.state.topic.replication.factor={replication}
            share.coordinator.state.topic.min.isr={inSync}
            group.initial.rebalance.delay.ms=0
            auto.create.topics.enable=false
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=500
            """;
    }
}
