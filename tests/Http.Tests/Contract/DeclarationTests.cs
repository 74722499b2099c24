using System.Reflection;
using System.Text.RegularExpressions;
using Cartwright.Http.Tests.Server;
using Cartwright.Shop;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cartwright.Http.Tests.Contract;

/// <summary>The declarations of each endpoint where it is mapped.</summary>
public sealed partial class DeclarationTests
{
    private static readonly Dictionary<string, RouteEndpoint> Endpoints = Mapped()
        .ToDictionary(endpoint => $"{MethodOf(endpoint)} {endpoint.RoutePattern.RawText}");

    private static readonly string[] Interface = File.ReadAllLines(Repository.File("docs/API.md"));

    public static TheoryData<string> Calls => [.. Endpoints.Keys.Order()];

    [Fact]
    public void Names_are_unique() =>
        Assert.Equal(Endpoints.Count, Endpoints.Values.Select(NameOf).Distinct().Count());

    [Theory]
    [MemberData(nameof(Calls))]
    public void It_has_a_name_a_summary_and_an_answer(string call)
    {
        var endpoint = Endpoints[call];

        Assert.Matches("^[a-z]+([A-Z][a-z]+)*$", NameOf(endpoint));
        Assert.EndsWith(".", endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary);
        var answers = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().ToList();
        Assert.NotEmpty(Assert.Single(answers, answer => answer.StatusCode == 200).Description!);
        Assert.All(answers, answer => Assert.NotNull(answer.Type));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void It_says_what_the_numbers_in_its_path_mean(string call)
    {
        var endpoint = Endpoints[call];
        var numbers = endpoint.Metadata.GetMetadata<MethodInfo>()!.GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<ParameterMeaningAttribute>() is { Meaning.Length: > 0 })
            .Select(parameter => parameter.Name);

        var query = call == "GET /orders/list/{user_id}" ? ["after", "limit"] : Array.Empty<string>();
        Assert.Equal(endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name).Concat(query), numbers);
        Assert.Equal(endpoint.RoutePattern.Parameters.Count > 0, CodesOf(endpoint).Contains("malformed-number"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void What_changes_something_takes_a_key(string call)
    {
        var endpoint = Endpoints[call];
        var takesKey = endpoint.Metadata.OfType<RequestHeader>().Any(header => header.Name == "Idempotency-Key");

        Assert.Equal(MethodOf(endpoint) == "POST", takesKey);
        Assert.Equal(takesKey, CodesOf(endpoint).Contains("idempotency-key-reused"));
    }

    // | `POST /stock/add/{item_id}/{amount}` | … | 404 [unknown-item](errors/unknown-item.md) · … |
    [Theory]
    [MemberData(nameof(Calls))]
    public void It_declares_the_refusals_that_the_interface_names(string call)
    {
        if (call.StartsWith("GET /healthz", StringComparison.Ordinal))
        {
            return;
        }

        var row = Assert.Single(Interface, line => line.StartsWith($"| `{call}` |", StringComparison.Ordinal));
        var named = Code().Matches(row).Select(code => code.Groups[1].Value);

        Assert.Empty(named.Except(CodesOf(Endpoints[call])));
    }

    private static List<RouteEndpoint> Mapped()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var shop = EndpointContext.WithoutNode(new ShopOptions { Url = "http://127.0.0.1:0" });
        foreach (var service in ShopServices.Definitions)
        {
            ServiceEndpoints.MapService(app, service, shop);
        }

        HealthEndpoints.MapHealth(app, [], () => null, CancellationToken.None);
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>(),
        ];
    }

    private static string MethodOf(RouteEndpoint endpoint) =>
        Assert.Single(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods);

    private static string NameOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "";

    private static HashSet<string> CodesOf(RouteEndpoint endpoint) =>
        [.. endpoint.Metadata.OfType<Refusal>().Select(refusal => refusal.Code)];

    [GeneratedRegex(@"\[([a-z-]+)\]\(errors/")]
    private static partial Regex Code();
}
