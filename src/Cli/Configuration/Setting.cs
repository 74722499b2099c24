namespace Cartwright.Cli.Configuration;

/// <summary>
/// One thing that can be set: by the key <c>NAME</c> of the configuration file, by the environment as
/// <c>CARTWRIGHT_NAME</c>, and by the option <c>--NAME</c>. A secret can also be given as the path of a file that holds
/// it, by the same three with <c>file</c> after the name; the option <c>--NAME</c> is refused for it.
/// </summary>
/// <param name="Name">Its name; a unit stands last.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Default">The value where none is given; empty for none.</param>
/// <param name="Help">Its meaning, in a line.</param>
internal sealed record Setting(string Name, SettingKind Kind, string Default, string Help)
{
    /// <summary>How a setting is called that names a file with the value of this one.</summary>
    public const string FileSuffix = "-file";

    /// <summary>Masks the secret part of a value; null where the whole value may be shown.</summary>
    public Func<string, string>? Mask { get; init; }

    /// <summary>Whether a text of it must not be seen, and so must not stand on a command line.</summary>
    public Func<string, bool>? HoldsSecret { get; init; }

    /// <summary>Whether it names a file with a secret.</summary>
    public bool NamesSecret { get; init; }

    /// <summary>Whether it can hold a secret.</summary>
    public bool IsSecret => Mask is not null;

    public string Option => OptionOf(Name);

    public string Variable => VariableOf(Name);

    public static string OptionOf(string name) => "--" + name;

    public static string VariableOf(string name) => "CARTWRIGHT_" + name.Replace('-', '_').ToUpperInvariant();
}
