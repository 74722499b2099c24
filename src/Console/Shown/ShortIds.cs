namespace Cartwright.AdminConsole.Shown;

/// <summary>Long ids without their middle. The last digits distinguish ids of one time.</summary>
internal static class ShortIds
{
    private const int KeptAtBegin = 4;
    private const int KeptAtEnd = 6;

    public static string Shorten(string id) => id.Length > KeptAtBegin + KeptAtEnd + 2
        ? $"{id.AsSpan(0, KeptAtBegin)}…{id.AsSpan(id.Length - KeptAtEnd)}"
        : id;
}
