namespace Cartwright.Cli.Configuration;

/// <summary>What a setting is now, and who said so.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">Its value.</param>
/// <param name="Source">Which layer it comes from.</param>
/// <param name="Place">How that place is called: <c>--lanes</c>, <c>CARTWRIGHT_LANES</c>, a key of a file.</param>
internal sealed record SettingValue(Setting Setting, string Text, SettingSource Source, string Place)
{
    /// <summary>The value without what must not be seen.</summary>
    public string Shown => Setting.Mask?.Invoke(Text) ?? Text;
}
