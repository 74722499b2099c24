using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cartwright.AddedStep;
using Cartwright.Engine.Ports;

namespace Cartwright.Simulation.AddedSteps;

/// <summary>The wire format of the shop, with the messages of the shipping service besides.</summary>
internal sealed class ShippingWire : IWireFormat
{
    private readonly IWireFormat _shop;
    private readonly Dictionary<string, JsonTypeInfo> _added;

    public ShippingWire(IWireFormat shop)
    {
        _shop = shop;
        var ofShop = shop.Find("take-stock.v1")!.Options;
        var options = new JsonSerializerOptions(ofShop)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(
                ofShop.TypeInfoResolver, new DefaultJsonTypeInfoResolver()),
        };
        Type[] types = [typeof(Ship), typeof(Shipped), typeof(Recall), typeof(Recalled)];
        _added = types.ToDictionary(NameOf, options.GetTypeInfo);
    }

    /// <summary>The name of a type of message.</summary>
    public static string NameOf(Type type) => $"{JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name)}.v1";

    public string NameOf(object value) =>
        NameOf(value.GetType()) is var name && _added.ContainsKey(name) ? name : _shop.NameOf(value);

    public JsonTypeInfo? Find(string? name) =>
        name is not null && _added.TryGetValue(name, out var added) ? added : _shop.Find(name);

    public JsonTypeInfo? FindRemote(string? name) =>
        name is not null && _added.TryGetValue(name, out var added) ? added : _shop.FindRemote(name);

    public IReadOnlyList<byte[]> EncodeEach(IReadOnlyList<HappenedEvent> events) => _shop.EncodeEach(events);
}
