using System.Globalization;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>A connection string of several hosts, as one connection string for each.</summary>
internal static class HostList
{
    // Hosts chooses the server: the driver is given one host at a time, and must not reject it.
    private static readonly string[] OfDriver =
        ["Target Session Attributes", "Host Recheck Seconds", "Load Balance Hosts"];

    private const StringSplitOptions Entries = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>A connection string for each of its hosts; the string itself where it names one.</summary>
    public static IReadOnlyList<string> Split(string connection)
    {
        var hosts = new NpgsqlConnectionStringBuilder(connection).Host!;
        return hosts.Contains(',', StringComparison.Ordinal)
            ? [.. hosts.Split(',', Entries).Select(host => OfOne(connection, host))]
            : [connection];
    }

    /// <summary>The names and addresses of its hosts, without ports.</summary>
    public static IReadOnlyList<string> NamesIn(string connection) =>
        [.. new NpgsqlConnectionStringBuilder(connection).Host!.Split(',', Entries)
            .Select(host => new NpgsqlConnectionStringBuilder(OfOne(connection, host)).Host!)];

    private static string OfOne(string connection, string host)
    {
        var one = new NpgsqlConnectionStringBuilder(connection);
        foreach (var keyword in OfDriver)
        {
            one.Remove(keyword);
        }

        // As the driver reads it: a name or an address with one colon, or an address in brackets.
        var colon = host.LastIndexOf(':');
        if (colon > 0
            && (host.IndexOf(':', StringComparison.Ordinal) == colon || host[colon - 1] == ']')
            && int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            (one.Host, one.Port) = (host[..colon].Trim('[', ']'), port);
        }
        else
        {
            one.Host = host.Trim('[', ']');
        }

        return one.ConnectionString;
    }
}
