using System.Text.Json;
using System.Text.Json.Serialization;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Shop.Wire;

/// <summary>How the domain's values are written as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    AllowDuplicateProperties = false,
    Converters =
    [
        typeof(OrderIdConverter), typeof(ItemIdConverter), typeof(UserIdConverter), typeof(AttemptIdConverter),
        typeof(ReasonConverter), typeof(UnitsConverter),
    ])]
[JsonSerializable(typeof(CreateOrder))]
[JsonSerializable(typeof(AddLine))]
[JsonSerializable(typeof(RemoveLine))]
[JsonSerializable(typeof(CheckOutOrder))]
[JsonSerializable(typeof(CancelOrder))]
[JsonSerializable(typeof(InspectOrders))]
[JsonSerializable(typeof(InitOrders))]
[JsonSerializable(typeof(PushOrder))]
[JsonSerializable(typeof(SweepOrder))]
[JsonSerializable(typeof(ReturnTaken))]
[JsonSerializable(typeof(AskOutcome))]
[JsonSerializable(typeof(AskPrice))]
[JsonSerializable(typeof(PriceQuoted))]
[JsonSerializable(typeof(QuotePrice))]
[JsonSerializable(typeof(PriceAsked))]
[JsonSerializable(typeof(PriceTold))]
[JsonSerializable(typeof(CreditHeld))]
[JsonSerializable(typeof(CreditDeclined))]
[JsonSerializable(typeof(CreditVoided))]
[JsonSerializable(typeof(CreditRefunded))]
[JsonSerializable(typeof(StockTaken))]
[JsonSerializable(typeof(StockRefused))]
[JsonSerializable(typeof(StockReturned))]
[JsonSerializable(typeof(CreateItem))]
[JsonSerializable(typeof(AddStock))]
[JsonSerializable(typeof(SubtractStock))]
[JsonSerializable(typeof(InitItems))]
[JsonSerializable(typeof(TakeStock))]
[JsonSerializable(typeof(CancelAttempt))]
[JsonSerializable(typeof(ReturnStock))]
[JsonSerializable(typeof(CreateUser))]
[JsonSerializable(typeof(AddFunds))]
[JsonSerializable(typeof(Pay))]
[JsonSerializable(typeof(InitUsers))]
[JsonSerializable(typeof(HoldCredit))]
[JsonSerializable(typeof(CaptureCredit))]
[JsonSerializable(typeof(VoidCredit))]
[JsonSerializable(typeof(RefundCredit))]
[JsonSerializable(typeof(SweepAccount))]
[JsonSerializable(typeof(UnitsBody))]
[JsonSerializable(typeof(Rejected))]
[JsonSerializable(typeof(OrderCreated))]
[JsonSerializable(typeof(OrderPushed))]
[JsonSerializable(typeof(LineAdded))]
[JsonSerializable(typeof(LineRemoved))]
[JsonSerializable(typeof(AttemptAccepted))]
[JsonSerializable(typeof(CancelAccepted))]
[JsonSerializable(typeof(ItemCreated))]
[JsonSerializable(typeof(StockUpdated))]
[JsonSerializable(typeof(UserCreated))]
[JsonSerializable(typeof(CreditUpdated))]
[JsonSerializable(typeof(InitDone))]
internal sealed partial class DomainJson : JsonSerializerContext;

/// <summary>Writes a number of the shop as the number alone, without the name of its member.</summary>
internal abstract class NumberConverter<T>(Func<long, T> wrap, Func<T, long> unwrap) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        wrap(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(unwrap(value));
}

internal sealed class OrderIdConverter() : NumberConverter<OrderId>(number => new OrderId(number), id => id.Value);

internal sealed class ItemIdConverter() : NumberConverter<ItemId>(number => new ItemId(number), id => id.Value);

internal sealed class UserIdConverter() : NumberConverter<UserId>(number => new UserId(number), id => id.Value);

internal sealed class AttemptIdConverter()
    : NumberConverter<AttemptId>(number => new AttemptId(number), id => id.Value);

internal sealed class ReasonConverter : JsonConverter<Reason>
{
    // A node of the version before meets those of a later one in a rolling upgrade, in messages as in rows.
    public override Reason Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? ReasonCodes.FromStored(reader.GetString()!)
            : throw new JsonException("A reason is a text.");

    public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToCode());
}

/// <summary>
/// Reads units as strictly as everything else: of a struct the serializer would let members be missing.
/// </summary>
internal sealed class UnitsConverter : JsonConverter<Units>
{
    public override Units Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, DomainJson.Default.UnitsBody) is { } body
            ? new Units(body.Item, body.Quantity)
            : throw new JsonException("Units are null.");

    public override void Write(Utf8JsonWriter writer, Units value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new UnitsBody(value.Item, value.Quantity), DomainJson.Default.UnitsBody);
}

/// <summary><see cref="Units"/> as they are written.</summary>
internal sealed record UnitsBody(ItemId Item, long Quantity);
