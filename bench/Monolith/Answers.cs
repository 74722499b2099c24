using System.Text.Json.Serialization;

namespace Cartwright.Monolith;

internal sealed record Said(string Msg);

internal sealed record Refused(string Code);

internal sealed record OrderCreated(string OrderId);

internal sealed record CheckedOut(string OrderId, string Status);

internal sealed record OrderFound(string OrderId, bool Paid, List<List<long>> Items, string UserId, long TotalCost);

internal sealed record ItemFound(long Stock, long Price);

internal sealed record UserFound(string UserId, long Credit);

/// <summary>The JSON of answers, generated at build time as in the shop itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(OrderCreated))]
[JsonSerializable(typeof(CheckedOut))]
[JsonSerializable(typeof(OrderFound))]
[JsonSerializable(typeof(ItemFound))]
[JsonSerializable(typeof(UserFound))]
internal sealed partial class Answers : JsonSerializerContext;
