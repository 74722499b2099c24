using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>The part of a member's schema that its type does not define.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class SchemaAttribute : Attribute
{
    public abstract void Complete(OpenApiSchema schema);
}

/// <summary>A text that holds a number of 64 bits: not every language reads such numbers from JSON.</summary>
internal sealed class DigitsSchemaAttribute : SchemaAttribute
{
    public const string Pattern = "^[0-9]{1,19}$";

    public override void Complete(OpenApiSchema schema) => schema.Pattern = Pattern;
}

/// <summary>An amount, a price or a count; never below zero.</summary>
internal sealed class AmountSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.Minimum = "0";
}

/// <summary>A moment in UTC (RFC 3339).</summary>
internal sealed class MomentSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.Format = "date-time";
}

/// <summary>A reason, one of the codes of problems. Later versions may have more of them.</summary>
internal sealed class CodeSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.Pattern = "^[a-z]+(-[a-z]+)*$";
}

/// <summary>The number of a trace (W3C).</summary>
internal sealed class TraceSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.Pattern = "^[0-9a-f]{32}$";
}

/// <summary>All texts that a member can have.</summary>
internal class TextsSchemaAttribute(params string[] texts) : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.Enum = [.. texts.Select(text => (JsonNode)text)];
}
