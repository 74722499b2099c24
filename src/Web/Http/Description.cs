using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>
/// An OpenAPI document. The framework takes names, answers and their schemas from the mapping of the endpoints. It has
/// no place for the codes of rejections, headers, examples and the meaning of numbers; they are added from the same
/// mapping.
/// </summary>
internal static class Description
{
    /// <summary>The name of a document among those of a server.</summary>
    public const string DocumentName = "v1";

    /// <summary>The name of the security scheme.</summary>
    public const string Credentials = "credentials";

    private const string License = "MIT";

    /// <summary>Makes one of the mapped endpoints.</summary>
    /// <param name="services">The services of the server.</param>
    /// <param name="title">Its name.</param>
    /// <param name="description">What it describes.</param>
    /// <param name="tags">The meaning of each group of calls; null for groups whose names are enough.</param>
    public static void AddDocument(
        IServiceCollection services,
        string title,
        string description,
        IReadOnlyDictionary<string, string>? tags = null)
    {
        // Numbers are written as numbers only, and the document declares it.
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(DocumentName, openApi =>
        {
            openApi.AddDocumentTransformer((document, context, _) =>
            {
                NameDocument(document, title, description, tags);
                ProblemDescription.AddProblems(document, RefusalsOf(context));
                return Task.CompletedTask;
            });
            openApi.AddOperationTransformer(OperationDescription.CompleteOperationAsync);
            openApi.AddSchemaTransformer(CompleteSchemaAsync);
        });
    }

    private static void NameDocument(
        OpenApiDocument document, string title, string description, IReadOnlyDictionary<string, string>? tags)
    {
        document.Info = new OpenApiInfo
        {
            Title = title,
            Version = typeof(Description).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Description = description,
            License = new OpenApiLicense { Name = License, Identifier = License },
        };

        // Relative: the same document is true at each address of the shop.
        document.Servers = [new OpenApiServer { Url = "/" }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = tags?.GetValueOrDefault(tag.Name!);
        }

        document.AddComponent(Credentials, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key or a token with one of the scopes; not on the loopback, unless it is set.",
        });
    }

    private static IEnumerable<Refusal> RefusalsOf(OpenApiDocumentTransformerContext context) =>
        from calls in context.DescriptionGroups
        from call in calls.Items
        from refusal in call.ActionDescriptor.EndpointMetadata.OfType<Refusal>()
        select refusal;

    private static Task CompleteSchemaAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var declared = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: false) ?? [];
        foreach (var more in declared.OfType<SchemaAttribute>())
        {
            more.Complete(schema);
        }

        foreach (var member in context.JsonTypeInfo.Properties.Where(IsLeftOutWhenNull))
        {
            schema.Required?.Remove(member.Name);
            ((OpenApiSchema)schema.Properties![member.Name]).Type &= ~JsonSchemaType.Null;
        }

        if (context.JsonTypeInfo.Options.DefaultIgnoreCondition is JsonIgnoreCondition.WhenWritingNull)
        {
            schema.Required?.ExceptWith(
                context.JsonTypeInfo.Properties.Where(member => member.IsGetNullable).Select(member => member.Name));
        }

        return Task.CompletedTask;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false)
            .Cast<JsonIgnoreAttribute>()
            .Any(ignore => ignore.Condition is JsonIgnoreCondition.WhenWritingNull) == true;
}
