using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>Why a record is dropped.</summary>
/// <param name="Code">The reason as a word, for the metric.</param>
/// <param name="Reason">The same as the rest of a sentence.</param>
internal sealed record Rejection(string Code, string Reason);

/// <summary>
/// The authentication of envelopes: an HMAC-SHA-256 by a key of the ring over the shop, the topic, the sending service,
/// the name of the key and the body, in headers of the record. A record of another writer, topic or shop has none, or
/// another one. The body is the same with and without it.
/// </summary>
internal sealed class EnvelopeSeal : IDisposable
{
    public const string SenderHeader = "cartwright-sender";
    public const string KeyHeader = "cartwright-mac-key";
    public const string MacHeader = "cartwright-mac";

    // Parts of other protocols by the same key must not prove an envelope.
    private static readonly byte[] Purpose = "cartwright-envelope-mac.v1"u8.ToArray();

    private readonly KafkaSealing _options;
    private readonly string _shop;
    private readonly ReloadedFiles<KeyRing> _ring;

    /// <exception cref="FatalFault"><c>kafka-refused</c>: the file of keys cannot be used.</exception>
    public EnvelopeSeal(KafkaSealing options, ShopId shop, ILogger log, TimeProvider clock)
    {
        (_options, _shop) = (options, shop.Text);
        var file = options.KeysFile;
        try
        {
            _ring = new ReloadedFiles<KeyRing>(
                [file],
                () => KeyRing.Read(file),
                _ => KafkaEvents.KeysRead(log, file),
                why => KafkaEvents.Trouble(log, "keys", $"{file} cannot be used, and its last keys are kept: {why}"),
                clock);
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new FatalFault(
                KafkaFaultCodes.Refused, $"The keys in {file} cannot be used: {unusable.Message}", unusable);
        }
    }

    public void Dispose() => _ring.Dispose();

    /// <summary>The headers that prove an envelope.</summary>
    public IEnumerable<Header> HeadersOf(string topic, Role sender, ReadOnlySpan<byte> body)
    {
        var key = _ring.Current.Keys[0];
        return
        [
            new Header(SenderHeader, Encoding.ASCII.GetBytes(sender.Name)),
            new Header(KeyHeader, Encoding.ASCII.GetBytes(key.Name)),
            new Header(MacHeader, MacOf(key, topic, sender.Name, body)),
        ];
    }

    /// <summary>Why a record of an inbox is not from a node of its shop; null where it is.</summary>
    public Rejection? Check(string topic, Role receiver, Headers headers, byte[] body)
    {
        if (TextOf(headers, SenderHeader) is not { } sender
            || TextOf(headers, KeyHeader) is not { } name
            || !headers.TryGetLastBytes(MacHeader, out var mac))
        {
            return new Rejection("unsigned", "it has no MAC");
        }

        if (_ring.Current.Find(name) is not { } key)
        {
            return new Rejection("unknown-key", "its key is not in the ring");
        }

        if (!CryptographicOperations.FixedTimeEquals(MacOf(key, topic, sender, body), mac))
        {
            return new Rejection("wrong-mac", "its MAC is not the one of its contents");
        }

        return _options.FindForbidden(sender, receiver, body) is { } message
            ? new Rejection("wrong-sender", $"{sender} may not send {message} to {receiver.Name}")
            : null;
    }

    private static string? TextOf(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes) && bytes is { Length: > 0 }
            ? Encoding.Latin1.GetString(bytes)
            : null;

    private byte[] MacOf(RingKey key, string topic, string sender, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Secret);
        mac.AppendData(Purpose);
        foreach (var part in (ReadOnlySpan<string>)[_shop, topic, sender, key.Name])
        {
            Append(mac, Encoding.Latin1.GetBytes(part));
        }

        Append(mac, body);
        return mac.GetHashAndReset();
    }

    // Each part with its length, so that no two lists of parts are the same bytes.
    private static void Append(IncrementalHash mac, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        mac.AppendData(length);
        mac.AppendData(part);
    }
}
