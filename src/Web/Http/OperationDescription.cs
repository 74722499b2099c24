using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>
/// One call in an OpenAPI document: the parts for which the framework has no place are taken from the mapping of the
/// endpoint.
/// </summary>
internal static class OperationDescription
{
    public static Task CompleteOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        CompleteParameters(operation, context.Description.ParameterDescriptions, metadata);
        var answers = operation.Responses!;
        foreach (var answer in metadata.OfType<ProducesResponseTypeMetadata>().Where(a => a.Description is not null))
        {
            answers[$"{answer.StatusCode}"].Description = answer.Description;
        }

        foreach (var example in metadata.OfType<AnswerExample>())
        {
            var body = (OpenApiMediaType)answers[$"{example.Status}"].Content![example.Type];
            body.Example = example.Value.DeepClone();
        }

        foreach (var form in metadata.OfType<TextForm>())
        {
            ((OpenApiResponse)answers[$"{StatusCodes.Status200OK}"]).Content!.Add(
                Declarations.TextType,
                new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = form.Example,
                });
        }

        foreach (var refusals in metadata.OfType<Refusal>().Distinct().GroupBy(refusal => refusal.Status))
        {
            ProblemDescription.CompleteAnswer(
                (OpenApiResponse)answers[$"{refusals.Key}"], [.. refusals], context.Document!);
        }

        foreach (var header in metadata.OfType<AnswerHeader>())
        {
            AddHeader(answers, header);
        }

        operation.Security =
        [
            .. metadata.OfType<RequiredScope>().Select(scope => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(Description.Credentials, context.Document)] = [scope.Name],
            }),
        ];
        operation.Responses = SortByStatus(answers);
        return Task.CompletedTask;
    }

    private static void CompleteParameters(
        OpenApiOperation operation, IList<ApiParameterDescription> known, IList<object> metadata)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            CompleteParameter(parameter, known);
        }

        foreach (var header in metadata.OfType<RequestHeader>())
        {
            operation.Parameters.Add(ParameterOf(header));
        }
    }

    private static void CompleteParameter(OpenApiParameter parameter, IEnumerable<ApiParameterDescription> known)
    {
        var declared = known.Single(other => other.Name == parameter.Name).ParameterDescriptor;
        if ((declared as IParameterInfoParameterDescriptor)?.ParameterInfo
            .GetCustomAttribute<ParameterMeaningAttribute>() is { } number)
        {
            parameter.Description = number.Meaning;
            parameter.Schema = number.ToSchema();
            parameter.Example = number.ToExample();
        }
    }

    private static OpenApiParameter ParameterOf(RequestHeader header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = header.LengthMax },
        Example = header.Example,
    };

    private static void AddHeader(OpenApiResponses answers, AnswerHeader header)
    {
        foreach (var status in header.Statuses)
        {
            var answer = (OpenApiResponse)answers[$"{status}"];
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
            answer.Headers[header.Name] = header.ToHeader();
        }
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
}
