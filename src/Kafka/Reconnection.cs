using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// How every client finds its brokers, protects its connections and finds the brokers again, and the one thing that no
/// client may do.
/// </summary>
internal static class Reconnection
{
    private const int PauseMsMax = 1_000;

    /// <summary>
    /// Sets how to connect. A client that has lost all its brokers keeps trying those that it knows, once a second. Its
    /// default is to forget them and to begin with the first list again. That leaves it without brokers when one that
    /// is just starting answers that there are none (https://github.com/confluentinc/librdkafka/issues/5301).
    /// </summary>
    public static T Set<T>(string brokers, KafkaSecurity security, T client)
        where T : ClientConfig
    {
        client.BootstrapServers = brokers;
        client.ReconnectBackoffMaxMs = PauseMsMax;
        client.MetadataRecoveryStrategy = MetadataRecoveryStrategy.None;
        client.SocketNagleDisable = true;
        security.Protect(client);

        // A producer would by default: a broker that lost its data then creates an inbox at the first record, with one
        // partition and with settings that lose records.
        client.AllowAutoCreateTopics = false;
        return client;
    }

    /// <summary>The same for a node.</summary>
    public static T Set<T>(KafkaOptions options, T client)
        where T : ClientConfig => Set(options.Brokers, options.Security, client);

    /// <summary>Makes a client. A file of certificates that is none is reported here.</summary>
    /// <exception cref="KafkaException">The client cannot be made with its options.</exception>
    public static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (InvalidOperationException wrong)
        {
            throw new KafkaException(new Error(ErrorCode.Local_InvalidArg, wrong.Message));
        }
    }
}
