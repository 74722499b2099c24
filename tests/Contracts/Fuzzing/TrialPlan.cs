using Cartwright.Contracts.Documents;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>
/// The trials of one operation: each boundary value of each parameter while the others are good, the headers and bodies
/// that any request can have, calls that the document does not describe, and random combinations.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="operation">The operation.</param>
internal sealed class TrialPlan(ApiDocument document, ApiOperation operation)
{
    // A batch_init of ten million rows takes half an hour.
    private const long RowsMax = 1000;

    private const int BodyBytesMax = 64 * 1024;

    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

    private static readonly string[] Queries =
    [
        "?", "?a", "?a=1", "?a=1&a=2", "?=", "?%00", "?%zz=%", "??", "?%F0%9F%9B%92", "?user_id=1&quantity=x",
        "?a=" + new string('b', 1000),
    ];

    // Headers that every server gets, right and wrong.
    private static readonly (string Name, string Value)[][] CommonHeaders =
    [
        .. new[]
        {
            "*/*", "application/json", "text/plain", "application/json, text/plain;q=0.5",
            "text/plain, application/json;q=0.9", "application/problem+json", "image/png", "text/*", "application/*",
            "application/json;q=0", "*/*;q=0", "", ";", "json", "application/json;q=x", "application/json;q=2", "é",
            new string('a', 1000),
        }.Select(accept => new[] { ("Accept", accept) }),
        [("Accept", "application/json"), ("Accept", "text/plain")],
        [("Accept-Encoding", "gzip, br")], [("Accept-Language", "xx")], [("Range", "bytes=0-1")],
        [("If-None-Match", "*")], [("If-Match", "\"a\"")], [("Cookie", "a=b; c=é")], [("Content-Type", "é")],
        [("Authorization", "Bearer x")], [("Authorization", "é")], [("traceparent", "x")], [("Expect", "x")],
        [("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", "é")],
        [("Origin", "https://example.com")], [("Origin", "null")], [("Sec-Fetch-Site", "cross-site")],
        [("Host", "example.com")], [("Host", "localhost")], [("X-Forwarded-For", "é")], [("Forwarded", "for=é")],
        [("X-HTTP-Method-Override", "DELETE")], [("Upgrade", "h2c")], [("Cache-Control", "no-store")],
    ];

    private static readonly string[] Bodies =
        ["", "{}", "{", "null", "a=b", "\0", "🛒", new('a', BodyBytesMax), new('a', BodyBytesMax + 1)];

    private readonly Dictionary<ApiParameter, IReadOnlyList<Probe>> _probes = operation.Parameters.ToDictionary(
        parameter => parameter, parameter => ProbesOf(operation, parameter));

    /// <summary>All of them; the random ones follow from the seed.</summary>
    public IEnumerable<Trial> List(Random random, int randomCount) =>
    [
        With([]),
        .. OneByOne(),
        .. Queries.Select(query => With([]) with { Query = query }),
        .. CommonHeaders.Select(headers => With([]) with { Headers = headers, Validity = Validity.Open }),
        .. Bodies.Select(body => With([]) with { Body = body, Validity = Validity.Open }),
        With([]) with { Body = "{}", Headers = [("Content-Type", "application/json")], Validity = Validity.Open },
        .. Undescribed(),
        .. Enumerable.Range(0, randomCount).Select(_ => AtRandom(random)),
    ];

    private IEnumerable<Trial> OneByOne() =>
        from parameter in operation.Parameters
        from probe in _probes[parameter]
        from trial in parameter.In == "header" ? WithHeader(parameter, probe) : [With([(parameter, probe)])]
        select trial;

    // A header that comes twice is one list for some servers, and two values for others.
    private IEnumerable<Trial> WithHeader(ApiParameter header, Probe probe)
    {
        var once = With([(header, probe)]);
        yield return once;
        yield return once with { Headers = [.. once.Headers, .. once.Headers], Validity = Validity.Open };
    }

    // Methods that the path does not have, and paths beside it.
    private IEnumerable<Trial> Undescribed()
    {
        var good = With([]);
        var methods = Methods.Append(operation.Method.ToLowerInvariant())
            .Where(method => !document.Describes(method, operation.Path))
            .Select(method => good with { Method = method });
        string[] paths =
        [
            good.Path + "/1", good.Path + "%2F1", good.Path[..good.Path.LastIndexOf('/')] + "s", "/v1" + good.Path,
            good.Path.Insert(1, "%00"),
        ];
        return methods.Concat(paths.Select(path => good with { Path = path }))
            .Select(trial => trial with { Operation = null, Validity = Validity.Open });
    }

    private Trial AtRandom(Random random)
    {
        List<(ApiParameter, Probe)> chosen = [];
        foreach (var parameter in operation.Parameters)
        {
            // Half of them stay good, so that some requests get past the first check.
            if (random.Next(2) == 0)
            {
                chosen.Add((parameter, _probes[parameter][random.Next(_probes[parameter].Count)]));
            }
        }

        // A query of its own would hide a chosen value, on which the expected answer depends.
        var trial = With(chosen);
        if (trial.Query.Length == 0 && random.Next(4) == 0)
        {
            trial = trial with { Query = Queries[random.Next(Queries.Length)] };
        }

        return random.Next(2) == 0
            ? trial
            : trial with
            {
                Headers = [.. trial.Headers, .. CommonHeaders[random.Next(CommonHeaders.Length)]],
                Validity = trial.Validity is Validity.Valid ? Validity.Open : trial.Validity,
            };
    }

    private Trial With(IReadOnlyList<(ApiParameter Parameter, Probe Probe)> chosen)
    {
        var path = operation.Path;
        foreach (var parameter in operation.InPath)
        {
            var probe = chosen.FirstOrDefault(choice => choice.Parameter == parameter).Probe;
            if (probe is not null || !Goods.Has(parameter.Name))
            {
                path = path.Replace($"{{{parameter.Name}}}", probe?.Text ?? "1", StringComparison.Ordinal);
            }
        }

        var query = chosen.Where(choice => choice.Parameter.In == "query")
            .Select(choice => $"{choice.Parameter.Name}={choice.Probe.Text}").ToList();
        return new Trial(operation, operation.Method, path, Whole(chosen))
        {
            Query = query.Count == 0 ? "" : $"?{string.Join('&', query)}",
            Headers =
            [
                .. chosen.Where(choice => choice.Parameter.In == "header")
                    .Select(choice => (choice.Parameter.Name, choice.Probe.Text)),
            ],
        };
    }

    // A request is as bad as its worst value. Only the headers of keys are read strictly: the standards have servers
    // ignore a preference or an event's id that they do not understand.
    private static Validity Whole(IEnumerable<(ApiParameter Parameter, Probe Probe)> chosen) => chosen
        .Select(choice => choice is { Parameter: { In: "header", Name: not "Idempotency-Key" },
            Probe.Validity: Validity.Invalid } ? Validity.Open : choice.Probe.Validity)
        .DefaultIfEmpty(Validity.Valid)
        .Max();

    private static IReadOnlyList<Probe> ProbesOf(ApiOperation operation, ApiParameter parameter) =>
        parameter.In == "header"
            ? Probes.InHeader(parameter)
            : [.. Probes.InTarget(parameter).Where(probe => IsCheap(operation, parameter, probe))];

    private static bool IsCheap(ApiOperation operation, ApiParameter parameter, Probe probe) =>
        parameter.Name != "n"
        || !operation.Path.Contains("batch_init", StringComparison.Ordinal)
        || probe.Validity is Validity.Invalid or Validity.NoHttp
        || (long.TryParse(probe.Text, out var rows) && rows <= RowsMax);
}
