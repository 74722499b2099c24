using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cartwright.Client;

/// <summary>
/// The events of one order. A stream that breaks, falls silent or reaches its longest time is opened again after the
/// last received event.
/// </summary>
internal sealed class OrderWatch(RequestSender sender, CartwrightClientOptions options, string orderId)
{
    private string? _lastEventId;
    private bool _isFinal;
    private int _streamsWithoutEvent;

    public async IAsyncEnumerable<OrderUpdate> WatchAsync(
        string? lastEventId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _lastEventId = lastEventId;
        while (true)
        {
            var request = ShopRequest.Follow($"/orders/events/{orderId}", _lastEventId);
            using var response = await sender.OpenAsync(request, cancellation).ConfigureAwait(false);
            if (response is null)
            {
                // Nothing is in flight, and there is no later event.
                yield break;
            }

            var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using var stream = new QuietStream(body, options.SilenceMax, options.Clock);
            var parser = SseParser.Create(stream);
            await using var events = parser.EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
            _streamsWithoutEvent++;
            NextEvent next;
            while ((next = await NextAsync(events, cancellation).ConfigureAwait(false)).Update is { } update)
            {
                _streamsWithoutEvent = 0;
                (_lastEventId, _isFinal) = (update.EventId, update.IsFinal);
                yield return update;
            }

            if (_isFinal && next.HasEnded)
            {
                yield break;
            }

            RequireProgress(request, next.Fault);
            await Task.Delay(PauseOf(parser), options.Clock, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<NextEvent> NextAsync(
        IAsyncEnumerator<SseItem<string>> events, CancellationToken cancellation)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false)
                ? new NextEvent(ReadUpdate(events.Current), HasEnded: false, Fault: null)
                : new NextEvent(Update: null, HasEnded: true, Fault: null);
        }
        catch (Exception fault) when (RetryRules.IsSilence(fault) && !cancellation.IsCancellationRequested)
        {
            return new NextEvent(Update: null, HasEnded: false, fault);
        }
    }

    private static OrderUpdate ReadUpdate(SseItem<string> item)
    {
        try
        {
            var body = JsonSerializer.Deserialize(item.Data, ClientJson.Default.UpdateBody);
            return body is null || item.EventId is null
                ? throw new InvalidDataException($"An event of an order cannot be read: {item.Data}")
                : new OrderUpdate(
                    item.EventId, body.OrderId, body.Status, body.Attempt, body.Reason, body.UpdatedAt);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"An event of an order cannot be read: {item.Data}", fault);
        }
    }

    private void RequireProgress(ShopRequest request, Exception? fault)
    {
        if (_streamsWithoutEvent > options.RetriesMax)
        {
            throw new ShopUnavailableException(
                $"{_streamsWithoutEvent} streams of order {orderId}, one after the other, ended without an event.",
                new CallProgress(request, options.Clock),
                fault);
        }
    }

    // The shop names the pause in each stream; a longer one than ours is cut.
    private TimeSpan PauseOf(SseParser<string> parser) => parser.ReconnectionInterval is var asked
        && asked >= TimeSpan.Zero && asked < options.PauseMax
            ? asked
            : options.PauseMax;

    private readonly record struct NextEvent(OrderUpdate? Update, bool HasEnded, Exception? Fault);
}
