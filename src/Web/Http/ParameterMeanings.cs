using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>The meaning of a parameter in a path or a query, and its bounds.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal abstract class ParameterMeaningAttribute(string meaning) : Attribute
{
    public string Meaning { get; } = meaning;

    /// <summary>Its schema in the OpenAPI document.</summary>
    public abstract OpenApiSchema ToSchema();

    /// <summary>A value in the OpenAPI document; null for none.</summary>
    public virtual JsonNode? ToExample() => null;
}

/// <summary>The number of an order, an item or a user: a string of digits, as in answers.</summary>
internal class IdAttribute(string meaning, string example = SampleIds.Order) : ParameterMeaningAttribute(meaning)
{
    public override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.String,
        Pattern = $"^[0-9]{{1,{Numbers.DigitsMax}}}$",
    };

    public override JsonNode ToExample() => example;
}

/// <summary>The number of an item.</summary>
internal sealed class ItemNumberAttribute(string meaning) : IdAttribute(meaning, SampleIds.Item);

/// <summary>The number of a user.</summary>
internal sealed class UserNumberAttribute(string meaning) : IdAttribute(meaning, SampleIds.User);

/// <summary>An amount, a price or a count.</summary>
internal sealed class AmountAttribute(string meaning, long atLeast, long atMost, long example)
    : ParameterMeaningAttribute(meaning)
{
    public override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = Numbers.TextOf(atLeast),
        Maximum = Numbers.TextOf(atMost),
    };

    public override JsonNode ToExample() => example;
}
