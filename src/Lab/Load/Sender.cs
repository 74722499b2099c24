using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>One connection's loop: wait for a turn, take a fresh order, check it out, note the answer.</summary>
internal sealed class Sender(
    HttpConnection connection, IPace pace, Requests requests, Func<HttpAnswer, OrderOutcome> judge,
    Scoreboard score, Settler settler)
{
    private const int TimeoutMs = 15_000;
    private const int PauseAfterFaultMs = 100;

    public async Task SendAllAsync()
    {
        for (var intended = await pace.NextAsync(); intended != IPace.Over; intended = await pace.NextAsync())
        {
            if (!requests.TryTake(out var order))
            {
                return;
            }

            await SendOneAsync(order, intended);
        }
    }

    private async ValueTask SendOneAsync(int order, long intended)
    {
        score.MarkSent(order);
        try
        {
            NoteAnswer(order, intended, await connection.SendAsync(requests.Request(order), TimeoutMs));
        }
        catch (HttpFault fault)
        {
            score.MarkFailed(order, fault.Message);
            // A server that is gone would otherwise use up every fresh order within a second.
            await Task.Delay(PauseAfterFaultMs);
        }
    }

    private void NoteAnswer(int order, long intended, HttpAnswer response)
    {
        var outcome = judge(response);
        switch (outcome)
        {
            case OrderOutcome.Processing:
                score.MarkProcessing(order);
                settler.QueueOrder(order, intended);
                break;
            case OrderOutcome.Failed:
                score.MarkFailed(order, $"answered {response.Status}: {Encoding.UTF8.GetString(response.Body.Span)}");
                break;
            default:
                score.MarkDecided(order, outcome, intended);
                break;
        }
    }
}
