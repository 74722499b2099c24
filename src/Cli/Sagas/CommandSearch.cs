using System.Globalization;
using Cartwright.Domain.Views;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Cli.Sagas;

/// <summary>
/// Finds the command of a waiting step in the inbox of its service. A record that its reader has committed is done, so
/// that only the others are searched, and not more than a bound of them.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="hasReadyNode">Whether a service has a node that is ready; null where that cannot be asked.</param>
internal sealed class CommandSearch(ILogAtRest log, Func<Role, CancellationToken, Task<bool>>? hasReadyNode)
{
    private const int RecordsMax = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The place of the command of each step on its way. A step has none where its command is not among the searched
    /// records.
    /// </summary>
    public async Task<CommandPlaces> FindCommandsAsync(SagaView view, CancellationToken cancellation)
    {
        var texts = new Dictionary<StepView, string>(ReferenceEqualityComparer.Instance);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        foreach (var step in view.Steps)
        {
            if (step.OnItsWay is not { } command)
            {
                continue;
            }

            try
            {
                if (await FindCommandAsync(view, command, patience.Token, cancellation) is { } place)
                {
                    texts.Add(step, place);
                }
            }
            catch (Exception fault) when (IsSilence(fault, cancellation))
            {
                return new CommandPlaces(texts, IsLogSilent: true);
            }
        }

        return new CommandPlaces(texts, IsLogSilent: false);
    }

    /// <summary>Whether the log answers for the inbox of a service.</summary>
    public async Task<bool> HasAnswerAsync(Role service, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            _ = await log.DescribeAsync(service, patience.Token);
            return true;
        }
        catch (Exception fault) when (IsSilence(fault, cancellation))
        {
            return false;
        }
    }

    private static bool IsSilence(Exception fault, CancellationToken cancellation) =>
        fault is TransientFault || (fault is OperationCanceledException && !cancellation.IsCancellationRequested);

    private async Task<string?> FindCommandAsync(
        SagaView view, Message command, CancellationToken patience, CancellationToken cancellation) =>
        await log.DescribeAsync(command.To, patience) is { } inbox
        && FindRecord(view, command, inbox, patience) is { } record
            ? PlaceText(command, record, inbox, await FindTroubleAsync(command.To, inbox, cancellation))
            : null;

    private LogRecord? FindRecord(SagaView view, Message command, TopicState inbox, CancellationToken patience)
    {
        var type = WireNames.NameOf(command);
        var most = Math.Max(1, RecordsMax / inbox.Partitions.Count);
        List<LogRange> ranges = [];
        foreach (var partition in inbox.Partitions)
        {
            var from = Math.Max(partition.First, partition.Done ?? partition.First);
            ranges.Add(new LogRange(command.To, partition.Number, from, Math.Min(partition.End, from + most)));
        }

        return log.ReadRecords(ranges, patience).FirstOrDefault(record => LoggedMessage.MessagesOf(record)
            .Any(message => message.Type == type && message.Attempt == view.Order.Attempt));
    }

    // A node that was killed stays a member of its group for some seconds.
    private async Task<string?> FindTroubleAsync(Role service, TopicState inbox, CancellationToken cancellation) =>
        hasReadyNode is not null && !await hasReadyNode(service, cancellation) ? $"no {service.Name} node is ready"
        : inbox.HasNoReader ? $"no {service.Name} node reads it"
        : null;

    private static string PlaceText(Message command, LogRecord record, TopicState inbox, string? trouble) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{WireNames.NameOf(command)} in inbox {record.Partition}@{record.Offset}"
            + $"{(trouble is null ? "" : $"; {trouble}")} (lag {inbox.Lag})");
}
