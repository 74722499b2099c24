using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cartwright.Admin;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cartwright.Web.Admin;

/// <summary>
/// The body of a request for an action. A member that it does not have is a mistake, not a wider choice.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal record ActionRequest
{
    /// <summary>Why the action is taken.</summary>
    public required string Reason { get; init; }
}

/// <summary>Reads the bodies of requests for actions.</summary>
internal static class ActionRequests
{
    private static readonly JsonSerializerOptions _options = new(AdminJson.Options)
    {
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>It takes an action, with a body of this type.</summary>
    public static TBuilder TakesAction<TBuilder>(this TBuilder builder, Type body)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AcceptsMetadata([Declarations.JsonType], body))
            .Produces(typeof(ActionOutcome), "How many were changed.")
            .Refuses(
                ProblemCodes.MalformedBody,
                ProblemCodes.BodyTooLarge,
                ProblemCodes.ServiceUnavailable,
                ProblemCodes.OutcomeUnknown)
            .RefusesWith(StatusCodes.Status415UnsupportedMediaType, ProblemCodes.BadRequest);

    /// <summary>Reads a body, and who asks why.</summary>
    /// <exception cref="ProblemException">It is malformed, too large, or without a proper reason.</exception>
    public static async Task<(T Request, OperatorAction Action)> ReadActionAsync<T>(HttpContext http)
        where T : ActionRequest
    {
        var request = await ReadBodyAsync<T>(http);
        if (OperatorAction.MistakeIn(request.Reason) is { } mistake)
        {
            throw new ProblemException(ProblemCodes.MalformedBody, mistake);
        }

        var address = http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        var by = http.User.Identity?.Name is { } caller ? $"{caller} at {address}" : address;
        return (request, new OperatorAction(request.Reason, by) { TraceId = TraceIds.TraceIdOf(http) });
    }

    private static async Task<T> ReadBodyAsync<T>(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, _options, http.RequestAborted)
                ?? throw new ProblemException(ProblemCodes.MalformedBody, "The body is null.");
        }
        catch (JsonException strange)
        {
            throw new ProblemException(ProblemCodes.MalformedBody, MistakeIn(typeof(T), strange.Path));
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(ProblemCodes.BodyTooLarge, "A body has 1 MiB at most.");
        }
    }

    private static string MistakeIn(Type body, string? path)
    {
        var members = body.GetProperties().Select(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name));
        var place = path is { Length: > 1 } ? $" It is wrong at {path}." : "";
        return $"The body must be a JSON object with a reason, and with no members but {string.Join(", ", members)}."
            + place;
    }
}
