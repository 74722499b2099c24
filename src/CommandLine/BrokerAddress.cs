using System.Globalization;
using System.Text.RegularExpressions;

namespace Cartwright.CommandLine;

/// <summary>The form of a broker's address: HOST or HOST:PORT, with brackets around a host that has colons.</summary>
public static partial class BrokerAddress
{
    private const int PortMax = 65_535;

    /// <summary>The host in it, without brackets; null where the text has another form.</summary>
    public static string? HostIn(string text) =>
        Form().Match(text) is { Success: true, Groups: var parts } && IsPort(parts["port"])
            ? parts["host"].Value.Trim('[', ']')
            : null;

    private static bool IsPort(Group port) =>
        !port.Success || int.Parse(port.Value, CultureInfo.InvariantCulture) is > 0 and <= PortMax;

    [GeneratedRegex(
        @"\A(?<host>[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])(:(?<port>[0-9]{1,5}))?\z")]
    private static partial Regex Form();
}
