using Cartwright.Kernel;

namespace Cartwright.Cli.Configuration;

/// <summary>The values of all settings, and their mistakes.</summary>
/// <param name="Values">Every setting, in the order of the list.</param>
/// <param name="Mistakes">A sentence each, which names the setting and where it was set.</param>
internal sealed record Configured(IReadOnlyList<SettingValue> Values, IReadOnlyList<string> Mistakes)
{
    /// <summary>Values that are no mistakes and probably not meant, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public SettingValue Of(Setting setting) => Values.First(value => value.Setting == setting);

    public string Text(Setting setting) => Of(setting).Text;

    public int Number(Setting setting) => SettingKind.NumberOf(Text(setting));

    public bool IsOn(Setting setting) => SettingKind.IsOn(Text(setting));

    public List<string> List(Setting setting) => SettingKind.Split(Text(setting));

    public bool Has(Setting setting) => Text(setting).Length > 0;

    /// <summary>How the place is called where a setting was set.</summary>
    public string Place(Setting setting) => Of(setting).Place;

    /// <summary>Where the embedded shop lies.</summary>
    public string DataDirectory() => Path.GetFullPath(Text(Settings.Data));

    /// <summary>How the databases are reached that are named, each with its password.</summary>
    public IReadOnlyDictionary<Role, string> Databases() => Settings.Databases
        .Where(database => Has(database.Value))
        .ToDictionary(
            database => database.Key,
            database => Secrets.WithPassword(Text(database.Value), Text(Settings.Passwords[database.Key])));
}
