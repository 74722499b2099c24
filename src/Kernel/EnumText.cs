namespace Cartwright.Kernel;

/// <summary>A status as the database shows it: its name in lower case.</summary>
public static class EnumText
{
    /// <summary>The value's text.</summary>
    public static string TextOf<T>(T value)
        where T : struct, Enum => Known<T>.Names[Array.IndexOf(Known<T>.Values, value)];

    /// <summary>The value of a text.</summary>
    /// <exception cref="FormatException">No value has this text.</exception>
    public static T Parse<T>(string? text)
        where T : struct, Enum
    {
        return TryParse<T>(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is not a {typeof(T).Name}.");
    }

    /// <summary>The value of a text, if one has it.</summary>
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        var index = Array.IndexOf(Known<T>.Names, text);
        value = index >= 0 ? Known<T>.Values[index] : default;
        return index >= 0;
    }

    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly string[] Names = [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
        public static readonly T[] Values = Enum.GetValues<T>();
    }
}
