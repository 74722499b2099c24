using Cartwright.Domain;
using Cartwright.Engine;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>Answers with a reply: a refusal as a problem, every other one as its endpoint writes it.</summary>
internal static class ReplyWriter
{
    /// <summary>Whether the reply is a rejection, of any command.</summary>
    public static bool IsRefusal(Reply reply) => reply is Rejected or KeyReused;

    public static Task WriteReplyAsync<TReply>(HttpContext http, Reply reply, Func<TReply, Task> write)
        where TReply : Reply => IsRefusal(reply) ? WriteRefusalAsync(http, reply) : write((TReply)reply);

    /// <summary>Answers with a refusal.</summary>
    public static Task WriteRefusalAsync(HttpContext http, Reply refusal) => refusal is Rejected rejected
        ? Problems.WriteProblemAsync(http, rejected)
        : Problems.WriteProblemAsync(
            http,
            ProblemCodes.IdempotencyKeyReused,
            "The Idempotency-Key was given before, with another request.");
}
