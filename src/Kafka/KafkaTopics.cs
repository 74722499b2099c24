using System.Diagnostics;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>The topics of a shop, made and checked without a node.</summary>
public static class KafkaTopics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeletePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

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

    /// <summary>Throws where the topics are another shop's than that of the options; changes nothing.</summary>
    /// <param name="options">How the brokers are reached, and the topics.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>other-shop</c>: they are.</exception>
    public static Task RequireOwnAsync(KafkaOptions options, CancellationToken cancellation) => AskAsync(
        options,
        async (admin, names) =>
        {
            if (await Task.Run(() => Existing(admin, options, names), cancellation) is var found
                && found.Contains(names.Shop))
            {
                await new ShopTopic(options, names).CheckAsync(options.Shop, cancellation);
            }
        });

    /// <summary>Deletes the shop's topics with all messages, and waits until they are gone.</summary>
    /// <param name="options">How the brokers are reached, and the topics.</param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out the request.</param>
    /// <returns>The names of the topics that existed.</returns>
    /// <exception cref="TransientFault">The brokers do not answer now, or keep a topic.</exception>
    public static async Task<IReadOnlyList<string>> DeleteAsync(
        KafkaOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<string> deleted = [];
        await AskAsync(
            options,
            async (admin, names) =>
            {
                var waiting = Stopwatch.StartNew();
                while (await Task.Run(() => Existing(admin, options, names), cancellation) is { Count: > 0 } left)
                {
                    deleted = deleted.Count == 0 ? left : deleted;
                    if (waiting.Elapsed > DeletePatience)
                    {
                        throw new TransientFault($"The brokers do not delete {left[0]}.");
                    }

                    await DeleteAsync(admin, left, cancellation);
                    await Task.Delay(Pause, cancellation);
                }
            });
        return deleted;
    }

    // A topic that was deleted a moment ago may not be gone at every broker.
    private static async Task DeleteAsync(
        IAdminClient admin, IReadOnlyList<string> topics, CancellationToken cancellation)
    {
        try
        {
            await admin.DeleteTopicsAsync(
                topics, new DeleteTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience })
                .BoundAsync(cancellation);
        }
        catch (DeleteTopicsException partly) when (partly.Results.TrueForAll(result =>
            result.Error.Code is ErrorCode.NoError or ErrorCode.UnknownTopicOrPart))
        {
            // The loop looks again.
            return;
        }
    }

    private static IReadOnlyList<string> Existing(IAdminClient admin, KafkaOptions options, TopicNames names)
    {
        HashSet<string> own = [names.Shop, names.Events, .. options.Services.Select(names.InboxOf)];
        return [.. admin.GetMetadata(Patience).Topics.Select(topic => topic.Topic).Where(own.Contains).Order()];
    }

    private static async Task AskAsync(KafkaOptions options, Func<IAdminClient, TopicNames, Task> ask)
    {
        var refusal = new BrokerRefusal();
        try
        {
            using var admin = Topics.Build(options, refusal.Note);
            await ask(admin, new TopicNames(options.Prefix));
        }
        catch (KafkaException failure)
        {
            throw refusal.FaultOf(failure);
        }
    }

    /// <summary>The same as <see cref="MakeAsync"/> for a node that goes on with the topics.</summary>
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
