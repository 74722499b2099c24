namespace Cartwright.Lab.Cluster;

/// <summary>Text for a shell, and for programs that split commands into words as it does.</summary>
internal static class ShellText
{
    // Nothing ends such quotes but an apostrophe, which is put between two of them.
    /// <summary>A text as one word.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
}
