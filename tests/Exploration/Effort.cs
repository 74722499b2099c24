using System.Globalization;

namespace Cartwright.Exploration;

/// <summary>How much is explored, by the environment.</summary>
internal static class Effort
{
    private const int UsualStates = 4_000_000;
    private const int AddedStepStates = 30_000;
    private const int QuickStates = 5_000;

    /// <summary>Whether CARTWRIGHT_QUICK=1 asks for a short run: of each small world only the nearest states.</summary>
    public static bool IsQuick => Environment.GetEnvironmentVariable("CARTWRIGHT_QUICK") == "1";

    /// <summary>How many states the large worlds are searched to, all together: CARTWRIGHT_STATES.</summary>
    public static int LargeStates =>
        Environment.GetEnvironmentVariable("CARTWRIGHT_STATES") is { Length: > 0 } states
            ? int.Parse(states, CultureInfo.InvariantCulture)
            : UsualStates;

    /// <summary>How many states of each small world are searched for the shop with one more step.</summary>
    public static int AddedStepStatesMax => IsQuick ? QuickStates : AddedStepStates;

    public static int? SmallStatesMax => IsQuick ? QuickStates : null;
}
