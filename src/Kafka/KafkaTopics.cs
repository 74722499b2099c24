using Cartwright.Engine.Ports;

namespace Cartwright.Kafka;

/// <summary>The topics of a shop, made and checked without a node.</summary>
public static class KafkaTopics
{
    /// <summary>
    /// Makes the missing topics, adds missing partitions and corrects settings, as a node does at its start.
    /// </summary>
    /// <param name="options">How the brokers are reached, and the topics.</param>
    /// <param name="changed">Takes a sentence for each change.</param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out a request.</param>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault">
    /// <c>wrong-topic</c>: a topic is other than it must be, and cannot be mended. <c>kafka-refused</c>: the brokers
    /// turn the program away.
    /// </exception>
    public static async Task MakeAsync(
        KafkaOptions options, Action<string> changed, CancellationToken cancellation)
    {
        using var topics = new Topics(options, new ChangeLog(changed));
        await EnsureAsync(
            topics, new ShopTopic(options, topics.Names), options, checksSettings: true, cancellation);
    }

    /// <summary>The same for a node that goes on with the topics.</summary>
    /// <returns>The ids of the topics.</returns>
    internal static async Task<string> EnsureAsync(
        Topics topics, ShopTopic shop, KafkaOptions options, bool checksSettings, CancellationToken cancellation)
    {
        Func<Task> checkShop = () => shop.CheckAsync(options.Shop, cancellation);
        var found = await topics.EnsureAsync(checkShop, cancellation);
        var fault = found.Fault
            ?? (checksSettings ? await topics.MendSettingsAsync(checkShop, cancellation) : null);
        return fault is null ? found.Ids : throw fault;
    }
}
