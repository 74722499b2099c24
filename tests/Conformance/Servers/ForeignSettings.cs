using System.Diagnostics;

namespace Cartwright.Conformance.Servers;

/// <summary>
/// The environment that a tested program would inherit: settings of the developer, and variables of the tests
/// themselves, such as <c>CARTWRIGHT_QUICK</c>, which the program rejects as unknown settings.
/// </summary>
internal static class ForeignSettings
{
    private const string Prefix = "CARTWRIGHT_";

    /// <summary>Removes them. The settings of a test are set afterwards.</summary>
    public static ProcessStartInfo Without(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static bool IsForeign(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
