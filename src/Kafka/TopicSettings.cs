using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>The settings of existing topics: compared, and mended where this node may.</summary>
internal sealed class TopicSettings(KafkaOptions options, ReplaceableAdmin admin, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Checks the settings of existing topics, and sets those that do not suffice.</summary>
    /// <param name="wanted">The topics as they have to be.</param>
    /// <param name="checkShop">Throws where the topics are another shop's. Called before the first change.</param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out the request.</param>
    /// <returns>The settings that are wrong and could not be set; null where there are none.</returns>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>kafka-refused</c>: the brokers do not show the settings.</exception>
    public async Task<FatalFault?> MendAsync(
        IReadOnlyList<WantedTopic> wanted, Func<Task> checkShop, CancellationToken cancellation)
    {
        try
        {
            var found = await admin.Current
                .DescribeConfigsAsync(
                    wanted.Select(topic => ResourceOf(topic.Name)),
                    new DescribeConfigsOptions { RequestTimeout = Patience })
                .BoundAsync(cancellation);
            var lacking = wanted
                .Select(topic => (topic.Name, Settings: topic.Lacking(
                    found.Find(entry => entry.ConfigResource.Name == topic.Name))))
                .Where(topic => topic.Settings.Count > 0)
                .ToList();
            if (!options.MakesTopics)
            {
                return lacking.Count == 0 ? null : ExpectedTopics.WrongSetting(
                    lacking[0].Name, lacking[0].Settings[0].Setting, lacking[0].Settings[0].Found);
            }

            await (lacking.Count > 0 ? checkShop() : Task.CompletedTask);
            FatalFault? fault = null;
            foreach (var (name, settings) in lacking)
            {
                fault = await MendTopicAsync(name, settings, cancellation) ?? fault;
            }

            return fault;
        }
        catch (DescribeConfigsException partly)
            when (partly.Results.Find(topic => BrokerRefusal.IsRefusal(topic.Error)) is { } refused)
        {
            throw new FatalFault(
                KafkaFaultCodes.Refused,
                $"The brokers do not let this node read the settings of {refused.ConfigResource.Name}: "
                + refused.Error.Reason,
                partly);
        }
        catch (KafkaException failure)
        {
            throw new TransientFault(
                $"The brokers do not return the topics' settings: {failure.Error.Reason}", failure);
        }
    }

    private async Task<FatalFault?> MendTopicAsync(
        string topic,
        IReadOnlyList<(TopicSetting Setting, string Found)> lacking,
        CancellationToken cancellation)
    {
        var changes = lacking.Select(pair => new ConfigEntry
        {
            Name = pair.Setting.Name,
            Value = pair.Setting.Wanted,
            IncrementalOperation = AlterConfigOpType.Set,
        });
        try
        {
            await admin.Current
                .IncrementalAlterConfigsAsync(
                    new() { [ResourceOf(topic)] = [.. changes] },
                    new IncrementalAlterConfigsOptions { RequestTimeout = Patience })
                .BoundAsync(cancellation);
        }
        catch (IncrementalAlterConfigsException refused)
        {
            var (setting, found) = lacking[0];
            return new FatalFault(
                KafkaFaultCodes.WrongTopic,
                $"{topic} has {setting.Name}={found}, but {setting.Bound}{setting.Wanted} is wanted, and the brokers "
                + $"do not let it be set: {refused.Message}",
                refused);
        }

        foreach (var (setting, found) in lacking)
        {
            KafkaEvents.Mended(log, topic, setting.Name, found, setting.Wanted);
        }

        return null;
    }

    private static ConfigResource ResourceOf(string topic) => new() { Type = ResourceType.Topic, Name = topic };
}
