using System.Diagnostics;
using Cartwright.Contracts.Documents;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>
/// Sends every boundary value of every operation of a document to a shop, and compares each answer with the document.
/// The requests follow from the seed; their number and their time are bounded.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="wire">The shop.</param>
/// <param name="seed">The seed of the random requests.</param>
/// <param name="callers">
/// The callers that send the requests, one after the other, for the goods; null: the one that makes the goods.
/// </param>
internal sealed class Fuzzer(
    ApiDocument document, WireClient wire, int seed, IReadOnlyList<Func<Goods, WireClient>>? callers = null)
{
    private const int MistakesMax = 20;
    private const int TrialsPerGoods = 25;
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(90);

    private readonly Judge _judge = new(document);

    /// <summary>Tries all operations, four at a time.</summary>
    public async Task<FuzzReport> TryAllAsync(int randomCount)
    {
        var report = new FuzzReport();
        await Parallel.ForEachAsync(
            document.Operations,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = 4,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (operation, _) => await TryOperationAsync(operation, randomCount, report));
        return report;
    }

    /// <summary>Tries one operation.</summary>
    public async Task TryOperationAsync(ApiOperation operation, int randomCount, FuzzReport report)
    {
        // Each operation has its own random numbers: their order does not depend on the other operations.
        var random = new Random(operation.Id.Aggregate(seed, (sum, letter) => unchecked((sum * 31) + letter)));
        var trials = new TrialPlan(document, operation).List(random, randomCount).ToList();
        var started = Stopwatch.GetTimestamp();
        Goods? goods = null;
        var mistakes = 0;
        foreach (var (at, trial) in trials.Index())
        {
            if (at % TrialsPerGoods == 0)
            {
                goods = await Goods.CreateAsync(wire, isPaid: at / TrialsPerGoods % 2 == 1);
            }

            var request = trial.ToRequest(goods!);
            var answer = await SendAsync(callers is null ? wire : callers[at % callers.Count](goods!), request);
            var found = _judge.FindMistakes(trial, answer).ToList();
            report.Add(operation, answer.Status, found.Select(mistake => $"{request}: {mistake}"));
            mistakes += found.Count;
            if (mistakes > MistakesMax || Stopwatch.GetElapsedTime(started) > TimeMax)
            {
                report.Add(operation, 0, [$"{operation.Id} was given up after {at + 1} of {trials.Count} requests"]);
                return;
            }
        }
    }

    private static async Task<WireAnswer> SendAsync(WireClient caller, WireRequest request)
    {
        try
        {
            return await caller.SendAsync(request);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return new WireAnswer(0, new Dictionary<string, string>(), "");
        }
    }
}
