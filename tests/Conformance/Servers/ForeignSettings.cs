using System.Diagnostics;

namespace Cartwright.Conformance.Servers;

/// <summary>
/// The environment that a tested program would inherit: settings of the developer, which change what it does.
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

    /// <summary>Removes them from this process, for tests that call the program within it.</summary>
    public static void RemoveOwn()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsForeign).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static bool IsForeign(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
