namespace Cartwright.Engine.Ports;

/// <summary>One public event as a record of the log.</summary>
/// <param name="Key">Its subject: events with one key stay in order.</param>
/// <param name="Value">The event, in the JSON format of CloudEvents.</param>
public readonly record struct PublicRecord(string Key, ReadOnlyMemory<byte> Value)
{
    /// <summary>The media type of the value.</summary>
    public const string ContentType = "application/cloudevents+json; charset=UTF-8";
}
