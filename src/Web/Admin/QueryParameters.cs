using System.Text.Json.Nodes;
using Cartwright.Web.Http;
using Microsoft.OpenApi;

namespace Cartwright.Web.Admin;

/// <summary>A whole number in a query.</summary>
internal sealed class CountAttribute(string meaning, long atLeast, long atMost) : ParameterMeaningAttribute(meaning)
{
    public override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = Numbers.TextOf(atLeast),
        Maximum = Numbers.TextOf(atMost),
    };
}

/// <summary>A text in a query.</summary>
internal sealed class TextAttribute(string meaning) : ParameterMeaningAttribute(meaning)
{
    public override OpenApiSchema ToSchema() => new() { Type = JsonSchemaType.String };
}

/// <summary>One of the values of an enumeration, in lower case.</summary>
internal sealed class OneOfAttribute(string meaning, Type values) : ParameterMeaningAttribute(meaning)
{
    public override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Enum.GetNames(values).Select(name => (JsonNode)name.ToLowerInvariant())],
    };
}
