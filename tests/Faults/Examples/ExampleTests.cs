using System.Text.RegularExpressions;
using Cartwright.Conformance.Servers;
using Cartwright.Faults.Processes;

namespace Cartwright.Faults.Examples;

/// <summary>
/// The programs in `examples`, run as they are against a real shop, through a proxy that loses answers and calls and
/// answers as a busy shop does: each action has its effect once, and every printed line is true.
/// </summary>
[Trait("Kind", "Long")]
public sealed class ExampleTests
{
    private const string AddFunds = "POST /payment/add_funds/";
    private const string AddItem = "POST /orders/addItem/";
    private const string AddStock = "POST /stock/add/";
    private const string Cancel = "POST /orders/cancel/";
    private const string CheckOut = "POST /orders/checkout/";

    private static readonly Dictionary<string, Fate> Faults = new()
    {
        ["POST /payment/create_user"] = Fate.CallLost,
        [AddFunds] = Fate.AnswerLost,
        [AddStock] = Fate.Shed,
        [AddItem] = Fate.Unavailable,
        [CheckOut] = Fate.AnswerLost,
        [Cancel] = Fate.AnswerLost,
        ["GET /orders/find/"] = Fate.CallLost,
    };

    [Fact]
    public Task The_example_in_Python_sells_once_and_cancels_once() => RunAsync(_ => Task.FromResult(Python()));

    [Fact]
    public Task The_example_in_TypeScript_sells_once_and_cancels_once() => RunAsync(TypeScriptAsync);

    /// <summary>The keys do it: without them the funds come twice, and the printed credit shows it.</summary>
    [Fact]
    public async Task Without_its_keys_an_example_would_act_twice()
    {
        using var folder = new Folder();
        await using var shop = await ShopProcess.StartAsync(folder.File("data"));
        await using var proxy = await LossyProxy.StartAsync(
            shop.Url, new Dictionary<string, Fate> { [AddFunds] = Fate.AnswerLost }, removesKeys: true);

        var command = Python();
        var ended = await ShopProgram.RunOtherAsync(command[0], [.. command[1..], proxy.Url]);

        Assert.Contains("is paid, credit 340", ended.Output, StringComparison.Ordinal);
    }

    private static async Task RunAsync(Func<Folder, Task<string[]>> build)
    {
        using var folder = new Folder();
        var command = await build(folder);
        await using var shop = await ShopProcess.StartAsync(folder.File("data"));
        await using var proxy = await LossyProxy.StartAsync(shop.Url, Faults);

        var ended = await ShopProgram.RunOtherAsync(command[0], [.. command[1..], proxy.Url]);

        Assert.True(ended.ExitCode == 0, $"It ended with {ended.ExitCode}: {ended.Output}{ended.Error}");
        Assert.Matches(
            new Regex(
                @"^sold: order ([0-9]+) is paid, credit 140\n"
                + @"not sold: out-of-stock, credit 140\n"
                + @"cancelled: order \1 is cancelled, credit 200\n$"),
            ended.Output);
        RequireRepeats(proxy.Calls);
        await ShopProgram.RequireRightBooksAsync(folder.File("data"));
    }

    private static void RequireRepeats(IReadOnlyList<ProxiedCall> calls)
    {
        Assert.All(calls.Where(IsAction), call => Assert.NotEmpty(call.Key));
        foreach (var (start, fate) in Faults)
        {
            var first = calls.First(call => call.Path.StartsWith(start, StringComparison.Ordinal));
            var repeat = calls.First(call => call.Path == first.Path && call.At > first.At);
            Assert.Equal((fate, Fate.Forwarded), (first.Fate, repeat.Fate));
            Assert.Equal(first.Key, repeat.Key);
            if (fate is Fate.Shed or Fate.Unavailable)
            {
                Assert.InRange((repeat.At - first.At).TotalSeconds, LossyProxy.RetryAfterSeconds, 30);
            }
        }

        // No two actions share a key.
        Assert.All(
            calls.Where(IsAction).GroupBy(call => call.Key),
            ofKey => Assert.Single(ofKey.Select(call => call.Path).Distinct()));
    }

    private static bool IsAction(ProxiedCall call) => call.Path.StartsWith("POST ", StringComparison.Ordinal);

    private static string[] Python() => [Prerequisites.RequirePython(), Example("python", "shop.py")];

    // Compiled as the README says, in a copy of its folder.
    private static async Task<string[]> TypeScriptAsync(Folder folder)
    {
        var modules = Prerequisites.RequireNode(ShopProgram.Root);
        foreach (var file in Directory.GetFiles(Example("typescript")))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        var compiler = Path.Combine(modules, "node_modules", "typescript", "bin", "tsc");
        var built = await ShopProgram.RunOtherAsync("node", compiler, "--project", folder.Path);
        Assert.True(built.ExitCode == 0, $"It does not compile: {built.Output}{built.Error}");
        return ["node", folder.File(Path.Combine("built", "shop.js"))];
    }

    private static string Example(params string[] path) => Path.Combine([ShopProgram.Root, "examples", .. path]);
}
