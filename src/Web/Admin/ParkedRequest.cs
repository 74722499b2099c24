using System.Text.Json.Serialization;
using Cartwright.Admin.Parked;
using Cartwright.Web.Http;

namespace Cartwright.Web.Admin;

/// <summary>A request to replay or drop parked messages: a reason, and which ones.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ParkedRequest : ActionRequest
{
    public string? Service { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    public string? Type { get; init; }

    public string? Error { get; init; }

    public bool All { get; init; }

    /// <exception cref="ProblemException">None, or several of the kinds of choice are made.</exception>
    public ParkedChoice ToChoice()
    {
        var choice = new ParkedChoice { Service = Service, Ids = Ids, Type = Type, Error = Error, All = All };
        return choice.Mistake is { } mistake
            ? throw new ProblemException(ProblemCodes.MalformedBody, mistake)
            : choice;
    }
}
