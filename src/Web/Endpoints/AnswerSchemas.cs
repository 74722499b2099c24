using System.Text.Json.Nodes;
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

/// <summary>A page of orders.</summary>
internal sealed class OrdersSchemaAttribute : SchemaAttribute
{
    public override void Complete(OpenApiSchema schema) => schema.MaxItems = ReadEndpoints.OrdersMax;
}

/// <summary>Pairs of item and quantity.</summary>
internal sealed class PairsSchemaAttribute : SchemaAttribute
{
    // The library has no member for it.
    private const string Places = "prefixItems";

    public override void Complete(OpenApiSchema schema)
    {
        schema.Description = "The lines again, as pairs of item and quantity.";
        schema.MaxItems = Limits.LinesMax;
        schema.Items = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 2,
            MaxItems = 2,

            // For generators that do not read the places. Of two types in one schema some of them take the first one,
            // and cannot read the other; without a schema here Kiota's client cannot read the list.
            Items = new OpenApiSchema
            {
                OneOf =
                [
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    new OpenApiSchema { Type = JsonSchemaType.Integer },
                ],
            },
            Extensions = new Dictionary<string, IOpenApiExtension>
            {
                [Places] = new JsonNodeExtension(new JsonArray(
                    new JsonObject { ["type"] = "string", ["pattern"] = DigitsSchemaAttribute.Pattern },
                    new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 1 })),
            },
        };
    }
}
