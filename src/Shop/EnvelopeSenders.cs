using System.Collections.Frozen;
using System.Text.Json;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Shop;

/// <summary>
/// Whether a service may send the messages of an envelope, by the lists of <see cref="ShopServices"/>. A message that
/// this version does not know is left to the inbox, which parks it.
/// </summary>
public static class EnvelopeSenders
{
    // The root, its list of messages, one of them, its members.
    private const int MemberDepth = 3;

    private static readonly FrozenDictionary<(string From, Role To), FrozenSet<string>> Allowed =
        ShopServices.Definitions.SelectMany(sender => sender.Sends.Select(sent => KeyValuePair.Create(
            (sender.Role.Name, sent.Key),
            sent.Value.Select(WireNames.NameOf).ToFrozenSet())))
        .ToFrozenDictionary();

    /// <summary>The name of a message that the sender may not send to the receiver; null where there is none.</summary>
    /// <param name="from">The name of the service that has sent the envelope; it may be none.</param>
    /// <param name="to">The service of the inbox.</param>
    /// <param name="envelope">The envelope.</param>
    public static string? FindForbidden(string from, Role to, ReadOnlyMemory<byte> envelope)
    {
        if (!Allowed.TryGetValue((from, to), out var allowed))
        {
            return "any message";
        }

        try
        {
            var reader = new Utf8JsonReader(envelope.Span);
            while (reader.Read())
            {
                if (reader.CurrentDepth == MemberDepth
                    && reader.TokenType is JsonTokenType.PropertyName
                    && reader.ValueTextEquals("type"u8)
                    && reader.Read()
                    && reader.TokenType is JsonTokenType.String
                    && reader.GetString() is { } name
                    && !allowed.Contains(name)
                    && WireNames.FindRemote(name) is not null)
                {
                    return name;
                }
            }

            return null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The inbox parks it, as it does without a MAC.
            return null;
        }
    }
}
