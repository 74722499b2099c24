namespace Cartwright.Cli.Configuration;

/// <summary>The value of a setting, and its source.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">Its value.</param>
/// <param name="Source">Which layer it comes from.</param>
/// <param name="Place">The name of that place: <c>--lanes</c>, <c>CARTWRIGHT_LANES</c>, a key of a file.</param>
internal sealed record SettingValue(Setting Setting, string Text, SettingSource Source, string Place)
{
    /// <summary>
    /// The file that holds the value, and will hold the next one; null where the value itself was given, or a pipe.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The value without its secret part.</summary>
    public string Shown => Setting.Mask?.Invoke(Text) ?? Text;
}
