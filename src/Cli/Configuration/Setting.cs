namespace Cartwright.Cli.Configuration;

/// <summary>
/// One thing that can be set: by the key <c>NAME</c> of the configuration file, by the environment as
/// <c>CARTWRIGHT_NAME</c>, and by the option <c>--NAME</c>. A secret can also be given as the path of a file that holds
/// it, by the same three with <c>file</c> after the name; the option <c>--NAME</c> is refused for it.
/// </summary>
/// <param name="Name">Its name; a unit stands last.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Default">What holds where nobody says anything; empty for nothing.</param>
/// <param name="Help">What it is, in a line.</param>
internal sealed record Setting(string Name, SettingKind Kind, string Default, string Help)
{
    /// <summary>How a setting is called that names a file with the value of this one.</summary>
    public const string FileSuffix = "-file";

    /// <summary>Leaves out what must not be seen; null where everything may be.</summary>
    public Func<string, string>? Mask { get; init; }

    /// <summary>Whether a text of it must not be seen, and so must not stand on a command line.</summary>
    public Func<string, bool>? HoldsSecret { get; init; }

    /// <summary>Whether it can hold what must not be seen.</summary>
    public bool IsSecret => Mask is not null;

    public string Option => OptionOf(Name);

    public string Variable => VariableOf(Name);

    public static string OptionOf(string name) => "--" + name;

    public static string VariableOf(string name) => "CARTWRIGHT_" + name.Replace('-', '_').ToUpperInvariant();
}
