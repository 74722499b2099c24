using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Cartwright.Web.Http;

/// <summary>
/// The OpenAPI document. The framework takes names, answers and their schemas from the mapping of the endpoints. It has
/// no place for the codes of rejections, headers and the meaning of numbers; they are added from the same mapping.
/// </summary>
internal static class Description
{
    private const string Path = "/openapi/v1.json";
    private const string Credentials = "credentials";

    /// <summary>Makes it of the mapped endpoints.</summary>
    public static void AddDocument(IServiceCollection services) => AddDocument(
        services,
        "Cartwright",
        "An event-driven checkout. Numbers in paths are decimal digits, at most 18 of them.");

    /// <summary>Makes one with another name of the mapped endpoints.</summary>
    public static void AddDocument(IServiceCollection services, string title, string description)
    {
        // Numbers are written as numbers only, and the document declares it.
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi("v1", openApi =>
        {
            openApi.AddDocumentTransformer((document, _, _) => NameDocumentAsync(document, title, description));
            openApi.AddOperationTransformer(CompleteOperationAsync);
            openApi.AddSchemaTransformer(CompleteSchemaAsync);
        });
    }

    /// <summary>Serves it, and the page that shows it.</summary>
    /// <returns>The endpoints, which the server declares.</returns>
    public static IEnumerable<IEndpointConventionBuilder> MapDocument(IEndpointRouteBuilder routes) =>
        [routes.MapOpenApi(Path), routes.MapScalarApiReference("/scalar")];

    private static Task NameDocumentAsync(OpenApiDocument document, string title, string description)
    {
        document.Info = new OpenApiInfo
        {
            Title = title,
            Version = typeof(Description).Assembly.GetName().Version!.ToString(fieldCount: 3),
            Description = description,
        };
        document.AddComponent(Credentials, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key or a token with one of the scopes; not on the loopback, unless it is set.",
        });
        return Task.CompletedTask;
    }

    private static Task CompleteOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            CompleteParameter(parameter, context.Description.ParameterDescriptions);
        }

        foreach (var header in metadata.OfType<RequestHeader>())
        {
            operation.Parameters.Add(ParameterOf(header));
        }

        foreach (var answer in metadata.OfType<ProducesResponseTypeMetadata>().Where(a => a.Description is not null))
        {
            operation.Responses![$"{answer.StatusCode}"].Description = answer.Description;
        }

        foreach (var refusals in metadata.OfType<Refusal>().Distinct().GroupBy(refusal => refusal.Status))
        {
            CompleteResponse(
                (OpenApiResponse)operation.Responses![$"{refusals.Key}"], [.. refusals.Select(r => r.Code)]);
        }

        operation.Security =
        [
            .. metadata.OfType<RequiredScope>().Select(scope => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(Credentials, context.Document)] = [scope.Name],
            }),
        ];
        operation.Responses = SortByStatus(operation.Responses!);
        return Task.CompletedTask;
    }

    private static OpenApiResponses SortByStatus(OpenApiResponses answers)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, answer) in answers.OrderBy(answer => answer.Key, StringComparer.Ordinal))
        {
            sorted.Add(status, answer);
        }

        return sorted;
    }

    private static void CompleteParameter(OpenApiParameter parameter, IEnumerable<ApiParameterDescription> known)
    {
        var declared = known.Single(other => other.Name == parameter.Name).ParameterDescriptor;
        if ((declared as IParameterInfoParameterDescriptor)?.ParameterInfo
            .GetCustomAttribute<ParameterMeaningAttribute>() is { } number)
        {
            parameter.Description = number.Meaning;
            parameter.Schema = number.ToSchema();
        }
    }

    private static OpenApiParameter ParameterOf(RequestHeader header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = header.LengthMax },
    };

    // A problem with one of the codes that can come with this status.
    private static void CompleteResponse(OpenApiResponse response, IReadOnlyList<string> codes)
    {
        var body = (OpenApiMediaType)response.Content![Problems.ContentType];
        response.Description = string.Join(
            " · ", codes.Select(code => $"{code}: {ProblemCodes.FindCode(code).Title}."));
        body.Schema = new OpenApiSchema
        {
            AllOf = [body.Schema!],
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["code"] = new OpenApiSchema { Enum = [.. codes.Select(code => (JsonNode)code)] },
            },
        };
        if (codes.Any(code => ProblemCodes.FindCode(code).IsPassing))
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "Seconds after which to try again.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                },
            };
        }
    }

    private static Task CompleteSchemaAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var declared = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: false) ?? [];
        foreach (var more in declared.OfType<SchemaAttribute>())
        {
            more.Complete(schema);
        }

        if (context.JsonTypeInfo.Options.DefaultIgnoreCondition is JsonIgnoreCondition.WhenWritingNull)
        {
            schema.Required?.ExceptWith(
                context.JsonTypeInfo.Properties.Where(member => member.IsGetNullable).Select(member => member.Name));
        }

        return Task.CompletedTask;
    }
}
