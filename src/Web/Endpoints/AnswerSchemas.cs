using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.OpenApi;

namespace Cartwright.Web.Endpoints;

/// <summary>The status of an order.</summary>
internal sealed class OrderStatusSchemaAttribute()
    : TextsSchemaAttribute([.. Enum.GetValues<OrderStatus>().Select(EnumText.TextOf)]);

/// <summary>The lines of an order.</summary>
internal sealed class LinesSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.MaxItems = Limits.LinesMax;
}

/// <summary>Pairs of item and quantity.</summary>
internal sealed class PairsSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema)
    {
        schema.Description = "The lines again, as pairs of item and quantity.";
        schema.MaxItems = Limits.LinesMax;
        schema.Items = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 2,
            MaxItems = 2,
            Items = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer },
        };
    }
}
