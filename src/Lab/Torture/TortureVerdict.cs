using Cartwright.CommandLine;

namespace Cartwright.Lab.Torture;

/// <summary>The verdict on all rounds. Without a round nothing was tested, which is no success.</summary>
internal static class TortureVerdict
{
    /// <summary>The last sentence of the summary.</summary>
    public static string SentenceOf(IReadOnlyCollection<RoundVerdict> rounds) =>
        rounds.Count == 0 ? "NOTHING WAS TESTED: no round was judged. Give it more --minutes."
        : IsWrong(rounds) ? "SOMETHING WAS WRONG; the cluster was left as it is."
        : $"Nothing was wrong in {rounds.Count} rounds.";

    /// <summary>The status of a run that was not interrupted.</summary>
    public static int StatusOf(IReadOnlyCollection<RoundVerdict> rounds) =>
        rounds.Count == 0 || IsWrong(rounds) ? CommandLineRun.Failure : CommandLineRun.Success;

    private static bool IsWrong(IEnumerable<RoundVerdict> rounds) => rounds.Any(round => round.Wrongs.Count > 0);
}
