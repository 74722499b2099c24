using Cartwright.AddedStep;
using Cartwright.Domain;
using Cartwright.Domain.Sagas;
using Cartwright.Engine.Ports;
using Cartwright.Shop.Options;
using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Faults;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.AddedSteps;

/// <summary>
/// The recipe "a saga step" of docs/HACKING.md on the real engine: a fourth service ships each paid order, and takes
/// the parcel of a cancelled order back, under all faults.
/// </summary>
public sealed class AddedStepTests
{
    private const int SeedsOfAll = 30;
    private const int SeedsToFindMax = 60;

    private static readonly Attempt Sample = new(new AttemptId(1), new OrderId(1), new UserId(1), 1, ReplyTo: 0);

    // Each command of the two tables, with the message that follows from it.
    private static readonly Dictionary<string, (Type Command, Type? Answer)> Links =
        new[] { ShippingShop.Sagas.Checkout, ShippingShop.Sagas.Cancel }.SelectMany(LinksOf).ToDictionary();

    /// <summary>Services with few resources, so that orders are rejected, and nothing fails but by the case.</summary>
    private static readonly WorldPlan Calm = new()
    {
        IsShuffled = true,
        Options = new NodeOptions
        {
            Shop = ShopId.Parse("0123456789abcdef0123456789abcdef"),
            DecidesLocally = false,
            PublishesEvents = true,
            SweepEveryMs = 250,
            LeftoverAgeMs = 2_000,
            CheckoutTimeoutMs = 15_000,
        },
        Chaos = ChaosPlan.None,
        Shop = new ShopPlan { Orders = 40, StartingStock = 20, Acts = 40 },
    };

    public static TheoryData<string, string> Cases =>
    [
        .. from link in Links
           from kind in Enum.GetValues<StepFaultKind>()
           where kind is not StepFaultKind.CrashAfterCommit || link.Value.Answer is not null
           select (link.Key, kind.ToString()),
    ];

    public static TheoryData<string> Parts => [.. MissingPart.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fault_at_a_step_is_met_and_ends_well(string link, string kind)
    {
        var (command, answer) = Links[link];
        var fault = new StepFault(Enum.Parse<StepFaultKind>(kind), command, answer);
        var shipping = new ShippingWorld();

        var report = Seeds.Run(seed: 1, Calm, fault.In(shipping.Wiring));

        Assert.Empty(report.Violations);
        Assert.True(fault.Met > 0, $"The command of '{link}' was never met.");
        Assert.True(shipping is { Sent: > 0, Recalled: > 0 }, "Nothing was shipped, or nothing recalled.");
    }

    [Fact]
    public void Each_step_of_both_tables_has_its_cases() => Assert.Equal(
        [
            "hold credit", "undo of hold credit", "take stock", "capture credit", "ship", "recall", "return stock",
            "refund credit",
        ],
        Links.Keys);

    [Fact]
    [Trait("Kind", "Long")]
    public void Every_promise_is_kept_and_every_paid_order_is_shipped()
    {
        var shipping = new ShippingWorld();
        for (var seed = 1; seed <= SeedsOfAll; seed++)
        {
            Assert.Empty(Run(seed, shipping.Wiring).Violations);
        }

        Assert.True(shipping.Sent > SeedsOfAll, $"Only {shipping.Sent} parcels are sent.");
        Assert.True(shipping.Recalled > SeedsOfAll / 10, $"Only {shipping.Recalled} parcels are recalled.");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    [Trait("Kind", "Long")]
    public void A_missing_part_is_found(string part)
    {
        for (var seed = 1; seed <= SeedsToFindMax; seed++)
        {
            if (Run(seed, MissingPart.All[part](new ShippingWorld().Wiring)).Violations is [var violation, ..])
            {
                Console.WriteLine($"without {part,-46} → {violation.Rule,-26} → {seed} seeds");
                Assert.Empty(Run(seed, new ShippingWorld().Wiring).Violations);
                return;
            }
        }

        Assert.Fail($"No seed of {SeedsToFindMax} found that {part} is missing.");
    }

    private static WorldReport Run(long seed, Wiring wiring) =>
        Seeds.Run(seed, WorldPlan.Draw(new SeededRandom(seed)) with { AddedNodes = 2 }, wiring);

    private static IEnumerable<KeyValuePair<string, (Type Command, Type? Answer)>> LinksOf(Saga saga)
    {
        foreach (var (place, step) in saga.Steps.Index())
        {
            // A participant before the decision sends the next command itself.
            var next = step.Undo is not null ? CommandOf(saga.Steps[place + 1]) : step.Done;
            yield return new(step.Name, (CommandOf(step), next));
            if (step.Undo is { } undo)
            {
                yield return new($"undo of {step.Name}", (undo(Sample).GetType(), step.Undone));
            }
        }
    }

    private static Type CommandOf(SagaStep step) => step.Do(Sample, []).GetType();
}
