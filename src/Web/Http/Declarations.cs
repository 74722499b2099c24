using System.Text.Json.Nodes;
using Cartwright.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// The declarations of an endpoint where it is mapped: its answers, its rejections by their codes, the headers that it
/// reads. The OpenAPI document is made of them.
/// </summary>
internal static class Declarations
{
    public const string JsonType = "application/json";
    public const string TextType = "text/plain";
    public const string StreamType = "text/event-stream";

    /// <summary>It answers with this body.</summary>
    public static TBuilder Produces<TBuilder>(
        this TBuilder builder, Type body, string meaning, int status = StatusCodes.Status200OK, string type = JsonType)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(status, body, [type]) { Description = meaning });

    /// <summary>It answers with this body, such as this one.</summary>
    public static TBuilder Produces<TBuilder>(
        this TBuilder builder,
        Type body,
        string meaning,
        JsonNode example,
        int status = StatusCodes.Status200OK,
        string type = JsonType)
        where TBuilder : IEndpointConventionBuilder => builder
            .Produces(body, meaning, status, type)
            .WithMetadata(new AnswerExample(status, type, example));

    /// <summary>It answers with a line of text, such as this one.</summary>
    public static TBuilder ProducesText<TBuilder>(
        this TBuilder builder, string meaning, string example, int status = StatusCodes.Status200OK)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Produces(typeof(string), meaning, example, status, TextType);

    /// <summary>It answers with a line of text or, where the client prefers JSON, with this body.</summary>
    public static TBuilder ProducesTextOrJson<TBuilder>(
        this TBuilder builder, Type body, string meaning, JsonNode example, string text)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Produces(body, meaning, example).WithMetadata(new TextForm(text));

    /// <summary>It answers with a status and no body.</summary>
    public static TBuilder ProducesNothing<TBuilder>(this TBuilder builder, int status, string meaning)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new ProducesResponseTypeMetadata(status, typeof(void)) { Description = meaning });

    /// <summary>It can refuse with these codes.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var code in codes)
        {
            builder.Add(endpoint => AddRefusal(endpoint, new Refusal(ProblemCodes.FindCode(code).Status, code)));
        }

        return builder;
    }

    /// <summary>The business can refuse for these reasons.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params Reason[] reasons)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Refuses([.. reasons.Select(reason => reason.ToCode())]);

    /// <summary>It can refuse for these reasons, with another status than they usually have.</summary>
    public static TBuilder RefusesWith<TBuilder>(this TBuilder builder, int status, params Reason[] reasons)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var reason in reasons)
        {
            builder.Add(endpoint => AddRefusal(endpoint, new Refusal(status, reason.ToCode())));
        }

        return builder;
    }

    /// <summary>It can refuse with this code, with another status than it usually has.</summary>
    public static TBuilder RefusesWith<TBuilder>(this TBuilder builder, int status, string code)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => AddRefusal(endpoint, new Refusal(status, code)));
        return builder;
    }

    /// <summary>It rejects, before anything else, requests that do not belong to this interface.</summary>
    public static TBuilder RefusesStrangers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Refuses(
            ProblemCodes.BadRequest,
            ProblemCodes.ForeignOrigin,
            ProblemCodes.CertificateRequired,
            ProblemCodes.BodyTooLarge,
            ProblemCodes.MisdirectedRequest,
            ProblemCodes.InternalError);

    /// <summary>It needs the engine, which may be full, away or on its way down.</summary>
    public static TBuilder NeedsEngine<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Refuses(
            ProblemCodes.Overloaded,
            ProblemCodes.UnreadableRow,
            ProblemCodes.DatabaseUnavailable,
            ProblemCodes.ShuttingDown);

    /// <summary>It has numbers in its path.</summary>
    public static TBuilder TakesNumbers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Refuses(ProblemCodes.MalformedNumber).Refuses(Reason.OutOfRange);

    /// <summary>It draws a number for a new thing.</summary>
    public static TBuilder DrawsNumber<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Refuses(ProblemCodes.OutOfNumbers);

    /// <summary>It changes something, and takes an Idempotency-Key.</summary>
    public static TBuilder TakesKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder
            .TakesHeader(new RequestHeader(
                IdempotencyKeys.Header,
                "The first answer is repeated for the same key.",
                "7b0c2f4e-31c5-4b9a-9d6e-0c1f5a7e2d48",
                IdempotencyKeys.LengthMax))
            .Refuses(
                ProblemCodes.MalformedIdempotencyKey,
                ProblemCodes.RequestInProgress,
                ProblemCodes.IdempotencyKeyReused,
                ProblemCodes.OutcomeUnknown,
                ProblemCodes.TooManyRequests);

    /// <summary>
    /// It moves money, stock or the rules of them: where there are callers, each call is recorded in the audit log.
    /// </summary>
    public static TBuilder MovesValues<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ValueChange());

    /// <summary>It reads this header.</summary>
    public static TBuilder TakesHeader<TBuilder>(this TBuilder builder, RequestHeader header)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(header);

    /// <summary>Some of its answers have this header.</summary>
    public static TBuilder SendsHeader<TBuilder>(this TBuilder builder, AnswerHeader header)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(header);

    // One answer for each status, however many codes come with it.
    private static void AddRefusal(EndpointBuilder endpoint, Refusal refusal)
    {
        endpoint.Metadata.Add(refusal);
        if (!endpoint.Metadata.OfType<ProducesResponseTypeMetadata>().Any(known => known.StatusCode == refusal.Status))
        {
            endpoint.Metadata.Add(
                new ProducesResponseTypeMetadata(refusal.Status, typeof(Problem), [Problems.ContentType]));
        }
    }
}
