using System.Text.Json;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Codec;

/// <summary>
/// The envelope of public events, which is the JSON batch format of CloudEvents: an array. It is taken apart for the
/// adapter that sends them.
/// </summary>
public static class PublicRecords
{
    /// <summary>The bytes of an envelope around its events, but for the separators between them.</summary>
    internal const int WrapBytes = 2;

    /// <summary>The envelope around events that were encoded one by one.</summary>
    internal static byte[] Wrap(IReadOnlyList<byte[]> events)
    {
        var bytes = new byte[WrapBytes + events.Sum(one => one.Length + 1) - 1];
        bytes[0] = (byte)'[';
        var end = 1;
        foreach (var one in events)
        {
            one.CopyTo(bytes, end);
            end += one.Length;
            bytes[end++] = (byte)',';
        }

        // Instead of the last separator.
        bytes[^1] = (byte)']';
        return bytes;
    }

    /// <summary>The events of an envelope, one record each, in order.</summary>
    /// <exception cref="FormatException">It is no envelope of events.</exception>
    public static IReadOnlyList<PublicRecord> RecordsOf(Envelope envelope)
    {
        try
        {
            return Read(envelope.Bytes);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new FormatException($"Envelope {envelope.Id} holds no public events: {broken.Message}", broken);
        }
    }

    private static List<PublicRecord> Read(ReadOnlyMemory<byte> bytes)
    {
        List<PublicRecord> records = [];
        var reader = new Utf8JsonReader(bytes.Span);
        Expect(reader.Read() && reader.TokenType is JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            Expect(reader.TokenType is JsonTokenType.StartObject);
            var start = (int)reader.TokenStartIndex;
            var key = ReadSubject(ref reader);
            records.Add(new PublicRecord(key, bytes[start..(int)reader.BytesConsumed]));
        }

        return records;
    }

    // Reads to the end of the event.
    private static string ReadSubject(ref Utf8JsonReader reader)
    {
        string? subject = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isSubject = reader.ValueTextEquals("subject"u8);
            reader.Read();
            if (isSubject)
            {
                subject = reader.GetString();
            }

            reader.Skip();
        }

        return subject ?? throw new JsonException("An event has no subject.");
    }

    private static void Expect(bool isRight)
    {
        if (!isRight)
        {
            throw new JsonException("Not an array of events.");
        }
    }
}
