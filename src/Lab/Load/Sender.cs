using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>One connection's loop: wait for a turn, take a fresh order, check it out, note the answer.</summary>
internal sealed class Sender(
    WireConnection connection, IPace pace, Requests requests, Func<WireResponse, OrderOutcome> judge,
    Scoreboard score, Settler settler)
{
    private const int TimeoutMs = 15_000;
    private const int PauseAfterFaultMs = 100;

    private readonly byte[] _buffer = new byte[requests.BytesMax];

    public async Task RunAsync()
    {
        for (var intended = await pace.NextAsync(); intended != IPace.Over; intended = await pace.NextAsync())
        {
            if (!requests.TryTake(out var order))
            {
                return;
            }

            await SendAsync(order, intended);
        }
    }

    private async ValueTask SendAsync(int order, long intended)
    {
        score.Sent(order);
        try
        {
            var request = _buffer.AsMemory(0, requests.Write(order, _buffer));
            Note(order, intended, await connection.SendAsync(request, TimeoutMs));
        }
        catch (WireFault fault)
        {
            score.Failed(order, fault.Message);
            // A server that is gone would otherwise use up every fresh order within a second.
            await Task.Delay(PauseAfterFaultMs);
        }
    }

    private void Note(int order, long intended, WireResponse response)
    {
        var outcome = judge(response);
        switch (outcome)
        {
            case OrderOutcome.Processing:
                score.Processing(order);
                settler.Settle(order, intended);
                break;
            case OrderOutcome.Failed:
                score.Failed(order, $"answered {response.Status}: {Encoding.UTF8.GetString(response.Body.Span)}");
                break;
            default:
                score.Decided(order, outcome, intended);
                break;
        }
    }
}
