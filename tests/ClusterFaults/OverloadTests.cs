using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>Five times as many checkouts as the cluster can do: it sheds, loses nothing, and recovers soon.</summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class OverloadTests(SingleNodes nodes)
{
    private const int Times = 5;
    private const int InFlightMax = 100;
    private const long MegabytesMax = 700;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 15, Traits = ["Kind", "Campaign"])]
    public async Task Too_much_at_once_is_refused_and_nothing_that_was_accepted_is_lost(int seed, int seconds)
    {
        var cluster = await nodes.Cluster.GetAsync();

        // Test machines are slow, so the load of ten seconds is small.
        await using var node = await StandIn.TakeAsync(
            cluster, "order-1", added: ["--unfinished-max", $"{InFlightMax}"]);
        var capacity = (await MeasureAsync(cluster, seed)).GetProperty("per_second").GetDouble();
        var rate = (int)Math.Ceiling(Math.Max(capacity, 20) * Times);
        await using var crowd = await Crowd.EnterAsync(cluster.Url);
        using var memory = new MemoryWatch(await PidsAsync(cluster, node));
        var (report, ended) = await OverloadAsync(cluster, crowd, seed, rate, seconds);
        var first = await crowd.FirstSaleAfterAsync(ended);
        var orders = await crowd.LeaveAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"capacity {capacity:F0}/s, offered {rate}/s: {report.GetProperty("committed")} committed, "
            + $"{report.GetProperty("shed")} refused, {report.GetProperty("failed")} failed, at most "
            + $"{memory.MegabytesMost} MB in a node, first sale {first.TotalSeconds:F1} s after the end, "
            + $"{orders} other orders");
        Assert.True(report.GetProperty("verified").GetBoolean(), "The books contradict what was told.");
        Assert.True(report.GetProperty("shed").GetInt64() > 0, "Nothing was refused.");
        Assert.InRange(memory.MegabytesMost, 1, MegabytesMax);
        Assert.True(first <= Recovery, $"The first sale came {first.TotalSeconds:F1} s after the end.");
        await cluster.RequireRightBooksAsync();
    }

    private static string[] Load(RunningCluster cluster, int seed) =>
    [
        "load", "--cluster", cluster.Folder, "--json", "--items", "1000", "--users", "1000", "--seed", $"{seed}",
    ];

    private static async Task<JsonElement> MeasureAsync(RunningCluster cluster, int seed) =>
        Report((await CartwrightProgram.RunAsync(
            [.. Load(cluster, seed), "--orders", "6000", "--warmup", "1", "--seconds", "3"])).Required().Output);

    // The overload ends this many seconds after the generator's line that it measures; its audit follows.
    private static async Task<(JsonElement Report, TimeSpan Ended)> OverloadAsync(
        RunningCluster cluster, Crowd crowd, int seed, int rate, int seconds)
    {
        var start = CartwrightProgram.Verb(
        [
            .. Load(cluster, seed), "--orders", $"{rate * (seconds + 1)}", "--rate", $"{rate}", "--seconds",
            $"{seconds}", "--warmup", "0",
        ]);
        using var process = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        TimeSpan? began = null;
        process.ErrorDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");
            if (line.Data?.Contains("measuring", StringComparison.Ordinal) == true)
            {
                began ??= crowd.Shop.Now;
            }
        };
        process.BeginErrorReadLine();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The load ended with {process.ExitCode}: {string.Join('\n', said)}");
        Assert.NotNull(began);
        return (Report(output), began.Value + TimeSpan.FromSeconds(seconds));
    }

    private static JsonElement Report(string output) => JsonDocument.Parse(output).RootElement.Clone();

    private static async Task<IReadOnlyList<int>> PidsAsync(RunningCluster cluster, StandIn node) =>
    [
        node.Pid,
        .. (await cluster.StatusAsync())
            .Where(part => part.Role is "stock" or "payment" or "gateway")
            .Select(part => part.Pid!.Value),
    ];
}
