using System.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Databases;

/// <summary>
/// The options of a verb for the databases to open: <c>--data</c>, <c>--cluster</c>, or the same settings as those of a
/// node, wherever they are set.
/// </summary>
internal sealed class DatabaseOptions
{
    private readonly SettingOptions _settings;

    private readonly Option<string?> _cluster =
        ClusterOption.CreateOption("Open the three databases of the cluster in this directory instead");

    /// <param name="others">Settings beside those of the databases that the verb uses.</param>
    public DatabaseOptions(params IEnumerable<Setting> others) =>
        _settings = new SettingOptions([.. Settings.OfEmbedded, .. Settings.OfDatabases, .. others]);

    public void AddTo(Command command)
    {
        command.Add(_cluster);
        _settings.AddTo(command);
    }

    /// <summary>The chosen databases.</summary>
    /// <exception cref="UsageFault">A setting is wrong, or two of them exclude each other.</exception>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public DatabaseChoice ReadChoice(ParseResult parsed)
    {
        var configured = _settings.ReadSettings(parsed);
        var cluster = parsed.GetValue(_cluster);
        configured.Warnings.Concat(cluster is null ? Exposure.WarningsOfDatabases(configured) : []).ToList()
            .ForEach(Console.Error.WriteLine);
        return ChooseDatabases(cluster, configured);
    }

    /// <summary>The directory of the cluster that was named, and all settings.</summary>
    public (string? Cluster, Configured Configured) ReadSettings(ParseResult parsed) =>
        (parsed.GetValue(_cluster), _settings.ReadSettings(parsed));

    /// <summary>
    /// The options that name the databases, as they can follow a command that is proposed. A connection string can
    /// hold a password and is not repeated.
    /// </summary>
    public string OptionsAsGiven(ParseResult parsed)
    {
        var said = parsed.GetValue(_cluster) is { } cluster ? (string[])["--cluster", cluster]
            : _settings.ReadSettings(parsed).ValueOf(Settings.Data) is var data && IsSaid(data)
                ? [Settings.Data.Option, data.Shown]
            : Settings.OfDatabases.Select(_settings.ReadSettings(parsed).ValueOf).Any(IsSaid)
                ? ["(with the same options)"]
            : [];
        return string.Concat(said.Select(word => word.Contains(' ') && word[0] != '(' ? $" '{word}'" : $" {word}"));
    }

    internal static DatabaseChoice ChooseDatabases(string? cluster, Configured configured)
    {
        if (configured.Mistakes.Count > 0)
        {
            throw new UsageFault(string.Join(Environment.NewLine, configured.Mistakes));
        }

        var data = configured.ValueOf(Settings.Data);
        List<string> said =
        [
            .. cluster is null ? Array.Empty<string>() : ["--cluster"],
            .. IsSaid(data) ? [data.Place] : Array.Empty<string>(),
            .. Settings.OfDatabases.Select(configured.ValueOf).Where(IsSaid).Select(value => value.Place).Take(1),
        ];
        if (said.Count > 1)
        {
            throw new UsageFault($"{said[0]} and {said[1]} exclude each other.");
        }

        if (cluster is not null)
        {
            return new DatabaseChoice(null, OfCluster(cluster));
        }

        // Images set where the data lies for every node, so that alone does not mean that a shop is embedded.
        var databases = configured.DatabaseConnections();
        return databases.Count > 0 && !IsSaid(data)
            ? new DatabaseChoice(null, databases)
            : new DatabaseChoice(configured.EmbeddedPlace(), new Dictionary<Role, string>());
    }

    /// <summary>How each service's database of a cluster is reached.</summary>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    internal static IReadOnlyDictionary<Role, string> OfCluster(string directory) =>
        ShopServices.Roles.ToDictionary(role => role, role =>
        {
            var database = ClusterDatabase.FindDatabase(directory, role.Name);
            return Secrets.WithPassword(database.Connection, database.Password);
        });

    private static bool IsSaid(SettingValue value) => value.Source == SettingSource.CommandLine;
}
