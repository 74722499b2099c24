using System.Text.Json.Serialization;

namespace Cartwright.Client;

/// <summary>A user.</summary>
/// <param name="UserId">Its number.</param>
/// <param name="Credit">The amount that can be spent now, without holds of checkouts in flight.</param>
public sealed record ShopUser(
    [property: JsonPropertyName("user_id"), JsonRequired] string UserId,
    [property: JsonPropertyName("credit"), JsonRequired] long Credit);
