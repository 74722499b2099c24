using System.Globalization;

namespace Cartwright.Exploration;

/// <summary>How much is explored, read from the environment.</summary>
internal static class Effort
{
    private const int UsualStates = 4_000_000;
    private const int AddedStepStates = 30_000;
    private const int QuickStates = 5_000;

    /// <summary>Whether TESTS_QUICK=1 requests a short run: only the nearest states of each small world.</summary>
    public static bool IsQuick => Environment.GetEnvironmentVariable("TESTS_QUICK") == "1";

    /// <summary>How many states of the large worlds are searched in total: CARTWRIGHT_STATES.</summary>
    public static int LargeStates =>
        Environment.GetEnvironmentVariable("CARTWRIGHT_STATES") is { Length: > 0 } states
            ? int.Parse(states, CultureInfo.InvariantCulture)
            : UsualStates;

    /// <summary>How many states of each small world are searched for the shop with one more step.</summary>
    public static int AddedStepStatesMax => IsQuick ? QuickStates : AddedStepStates;

    public static int? SmallStatesMax => IsQuick ? QuickStates : null;
}
