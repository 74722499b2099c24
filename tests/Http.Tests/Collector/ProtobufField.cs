using System.Text;

namespace Cartwright.Http.Tests.Collector;

/// <summary>One field of a protobuf message, as far as a test reads exported data.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Bytes">Its bytes, if it is a text, bytes, or a message of its own; otherwise empty.</param>
internal readonly record struct ProtobufField(int Number, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>The fields of a message, in their order.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a message.</exception>
    public static List<ProtobufField> Of(ReadOnlyMemory<byte> message)
    {
        List<ProtobufField> fields = [];
        while (!message.IsEmpty)
        {
            var tag = Number64(ref message);
            var content = (tag & 7) switch
            {
                0 => Skip(ref message),
                1 => Take(ref message, sizeof(ulong)),
                2 => Take(ref message, checked((int)Number64(ref message))),
                5 => Take(ref message, sizeof(uint)),
                var kind => throw new InvalidDataException($"No field is of kind {kind}."),
            };
            fields.Add(new ProtobufField((int)(tag >> 3), content));
        }

        return fields;
    }

    /// <summary>The messages at the end of a path of field numbers, from a message on.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Find(ReadOnlyMemory<byte> message, params int[] path) =>
        path is [var first, .. var rest]
            ? Of(message).Where(field => field.Number == first).SelectMany(field => Find(field.Bytes, rest))
            : [message];

    private static ReadOnlyMemory<byte> Skip(ref ReadOnlyMemory<byte> message)
    {
        Number64(ref message);
        return ReadOnlyMemory<byte>.Empty;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int count)
    {
        var taken = message[..count];
        message = message[count..];
        return taken;
    }

    private static ulong Number64(ref ReadOnlyMemory<byte> message)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(ref message, 1).Span[0];
            number |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return number;
            }
        }
    }
}
