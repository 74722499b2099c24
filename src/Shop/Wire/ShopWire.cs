using System.Text.Json.Serialization.Metadata;
using Cartwright.Engine.Ports;

namespace Cartwright.Shop.Wire;

/// <summary>The shop's messages, replies and events as they are stored and sent.</summary>
internal sealed class ShopWire : IWireFormat
{
    private ShopWire()
    {
    }

    public static ShopWire Format { get; } = new();

    public string NameOf(object value) => WireNames.NameOf(value);

    public JsonTypeInfo? Find(string? name) => WireNames.FindType(name);

    public JsonTypeInfo? FindRemote(string? name) => WireNames.FindRemote(name);

    public IReadOnlyList<byte[]> EncodeEach(IReadOnlyList<HappenedEvent> events) => EventCodec.EncodeEach(events);
}
