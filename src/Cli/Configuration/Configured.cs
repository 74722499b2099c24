using Cartwright.Kernel;

namespace Cartwright.Cli.Configuration;

/// <summary>The values of all settings, and their mistakes.</summary>
/// <param name="Values">Every setting, in the order of the list.</param>
/// <param name="Mistakes">A sentence each, which names the setting and where it was set.</param>
internal sealed record Configured(IReadOnlyList<SettingValue> Values, IReadOnlyList<string> Mistakes)
{
    /// <summary>Values that are no mistakes and probably not meant, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public SettingValue ValueOf(Setting setting) => Values.First(value => value.Setting == setting);

    public string TextOf(Setting setting) => ValueOf(setting).Text;

    /// <summary>The value; null for an empty one.</summary>
    public string? TextOrNull(Setting setting) => IsSet(setting) ? TextOf(setting) : null;

    /// <summary>
    /// Reads the value of a secret as it is now, where a file holds it: a password is changed while the node runs. A
    /// file that is empty or cannot be read at the moment, because it is being written, leaves the last value.
    /// </summary>
    public Func<string> ReaderOf(Setting setting)
    {
        var value = ValueOf(setting);
        var last = value.Text;
        return () =>
        {
            try
            {
                var text = value.File is { } file ? File.ReadAllText(file).Trim() : last;
                return last = text.Length > 0 ? text : last;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return last;
            }
        };
    }

    public int NumberOf(Setting setting) => SettingKind.NumberOf(TextOf(setting));

    public bool IsOn(Setting setting) => SettingKind.IsOn(TextOf(setting));

    public List<string> ListOf(Setting setting) => SettingKind.SplitList(TextOf(setting));

    public bool IsSet(Setting setting) => TextOf(setting).Length > 0;

    /// <summary>How the place is called where a setting was set.</summary>
    public string PlaceOf(Setting setting) => ValueOf(setting).Place;

    /// <summary>Where the embedded shop is.</summary>
    public EmbeddedPlace EmbeddedPlace() => new(Path.GetFullPath(TextOf(Settings.Data)));

    /// <summary>The brokers, with commas; empty where none are named.</summary>
    public string BrokerList() => TextOf(Settings.Brokers);

    /// <summary>The common beginning of the topics' names.</summary>
    public string TopicPrefix() => TextOf(Settings.KafkaPrefix);

    /// <summary>Reads the passwords of those databases that have theirs in a file.</summary>
    public IReadOnlyDictionary<Role, Func<string>> DatabasePasswords() => Settings.Passwords
        .Where(password => ValueOf(password.Value).File is not null)
        .ToDictionary(password => password.Key, password => ReaderOf(password.Value));

    /// <summary>How the databases are reached that are named, each with its password.</summary>
    public IReadOnlyDictionary<Role, string> DatabaseConnections() => Settings.Databases
        .Where(database => IsSet(database.Value))
        .ToDictionary(
            database => database.Key,
            database => Secrets.WithPassword(TextOf(database.Value), TextOf(Settings.Passwords[database.Key])));
}
