using System.Text.Json.Serialization.Metadata;

namespace Cartwright.Engine.Ports;

/// <summary>
/// The names under which an application's messages and replies are stored and sent, and the JSON of their bodies. A
/// name ends in its version.
/// </summary>
public interface IWireFormat
{
    /// <summary>The name of a message or reply.</summary>
    string NameOf(object value);

    /// <summary>How the body under a name is read and written; null for an unknown name.</summary>
    JsonTypeInfo? Find(string? name);

    /// <summary>The same for a message that travels between nodes; null for every other name.</summary>
    JsonTypeInfo? FindRemote(string? name);

    /// <summary>Public events one by one, each a CloudEvent in JSON.</summary>
    IReadOnlyList<byte[]> EncodeEach(IReadOnlyList<HappenedEvent> events);
}
