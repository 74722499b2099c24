using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>
/// Runs the parts of a <c>batch_init</c> one after the other, as long as its client is there. Only the last one stores
/// the key.
/// </summary>
internal static class InitRun
{
    private const string WhereItExists =
        "For trials and measurements. Where the setting `reset` is off, there is no such path.";

    /// <summary>It exists at some servers only.</summary>
    public static RouteHandlerBuilder DependsOnReset(this RouteHandlerBuilder builder) => builder
        .WithDescription(WhereItExists)
        .Allows(Scopes.Reset)
        .MovesValues()
        .Refuses(ProblemCodes.NoSuchPath);

    public static async Task RunPartsAsync(
        HttpContext http, EndpointContext shop, IEnumerable<Message> parts, string done)
    {
        if (await shop.RepeatReplyAsync<InitDone>(http, _ => WriteDoneAsync(http, done)))
        {
            return;
        }

        using var lease = shop.TakeKey(http);
        Message? last = null;
        var hasChanged = false;
        foreach (var part in parts)
        {
            if (last is not null)
            {
                var reply = await RunPartAsync(http, shop, last, key: null, hasChanged);
                if (reply is Rejected)
                {
                    await ReplyWriter.WriteRefusalAsync(http, reply);
                    return;
                }

                hasChanged |= last is not InspectOrders;
            }

            last = part;
        }

        await ReplyWriter.WriteReplyAsync<InitDone>(
            http,
            await RunPartAsync(http, shop, last!, lease.Key, hasChanged),
            _ => WriteDoneAsync(http, done));
    }

    // Once an earlier part has changed rows, the whole has happened in part, with any outcome of this part.
    private static async Task<Reply> RunPartAsync(
        HttpContext http, EndpointContext shop, Message part, string? key, bool hasChanged)
    {
        http.RequestAborted.ThrowIfCancellationRequested();
        try
        {
            return (await shop.AskEngineAsync(http, part, key)).Reply;
        }
        catch (NotServedException fault) when (hasChanged)
        {
            throw new NotServedException(NotServed.Unknown, fault);
        }
    }

    private static Task WriteDoneAsync(HttpContext http, string done) =>
        Json.WriteJsonAsync(http, new InitAnswer(done), AnswerJson.Default.InitAnswer);
}
