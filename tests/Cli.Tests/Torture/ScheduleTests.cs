using Cartwright.Lab.Cluster;
using Cartwright.Lab.Torture;

namespace Cartwright.Cli.Tests.Torture;

/// <summary>A seed is a schedule: a repeat with the same seed breaks the same parts in the same way.</summary>
public sealed class ScheduleTests
{
    private const int Rounds = 200;

    private static readonly PartStatus[] _parts =
    [
        Part("order-1", "order"), Part("order-2", "order"), Part("stock-1", "stock"), Part("payment-1", "payment"),
        Part("postgres-order", "postgres"), Part("kafka-1", "kafka"), Part("gateway", "gateway"),
    ];

    [Fact]
    public void A_seed_makes_the_same_schedule_whatever_the_order_of_the_parts() =>
        Assert.Equal(Drawn(4711, _parts), Drawn(4711, [.. _parts.Reverse()]));

    [Fact]
    public void Another_seed_makes_another_schedule() => Assert.NotEqual(Drawn(4711, _parts), Drawn(4712, _parts));

    [Fact]
    public void Every_kind_of_fault_and_every_part_comes()
    {
        var faults = Faults(1, FaultKinds.All);
        Assert.Equal(FaultKinds.All, faults.Select(fault => fault.Kind).Distinct().Order());
        Assert.Equal(
            _parts.Select(part => part.Name).Order(),
            faults.Where(fault => fault.Kind is FaultKind.Kill).SelectMany(fault => fault.Parts).Distinct().Order());
    }

    [Fact]
    public void Only_the_kinds_that_were_asked_for_come() =>
        Assert.All(Faults(1, [FaultKind.Freeze]), fault => Assert.Equal(FaultKind.Freeze, fault.Kind));

    // The children of a frozen PostgreSQL server would go on, and a gateway has no session to lose.
    [Fact]
    public void Only_what_has_a_session_is_frozen_and_for_longer_than_that() =>
        Assert.All(Faults(1, [FaultKind.Freeze]), fault =>
        {
            Assert.DoesNotContain(fault.Parts[0], (string[])["postgres-order", "gateway"]);
            Assert.InRange(fault.Length.TotalSeconds, 12, 16);
        });

    // A database server that runs inside another part can be killed, and is started by that part alone.
    [Fact]
    public void Only_what_the_supervisor_starts_is_stopped()
    {
        PartStatus[] parts = [Part("patroni-1", "patroni"), Part("postgres-1", "primary") with { Supervised = false }];
        var stops = new Schedule(seed: 1, [FaultKind.Stop], parts);
        Assert.All(stops.NextRound(), fault => Assert.Equal(["patroni-1"], fault.Parts));
        var kills = new Schedule(seed: 1, [FaultKind.Kill], parts);
        Assert.Contains(
            "postgres-1",
            Enumerable.Range(0, Rounds).SelectMany(_ => kills.NextRound()).SelectMany(fault => fault.Parts));
    }

    [Fact]
    public void A_pair_is_two_parts() =>
        Assert.All(Faults(1, [FaultKind.Pair]), fault => Assert.Equal(2, fault.Parts.Distinct().Count()));

    [Fact]
    public void Faults_are_named_on_the_command_line_in_any_order()
    {
        var options = TortureCommand.ReadOptions(TortureCommand.CreateCommand().Parse("--faults pair,kill --seed 3"));
        Assert.Equal([FaultKind.Kill, FaultKind.Pair], options.Kinds);
        Assert.Equal(
            "./cartwright torture --cluster cluster --minutes 20 --seed 3 --faults kill,pair", options.Repeat);
        Assert.NotEmpty(TortureCommand.CreateCommand().Parse("--faults kill,flood").Errors);
    }

    [Fact]
    public void Rounds_are_part_of_the_line_that_repeats_a_run()
    {
        var options = TortureCommand.ReadOptions(TortureCommand.CreateCommand().Parse("--rounds 2"));
        Assert.Equal("./cartwright torture --cluster cluster --minutes 20 --seed 1 --rounds 2", options.Repeat);
        Assert.NotEmpty(TortureCommand.CreateCommand().Parse("--rounds 0").Errors);
    }

    private static List<Fault> Faults(int seed, IReadOnlyList<FaultKind> kinds)
    {
        var schedule = new Schedule(seed, kinds, _parts);
        return [.. Enumerable.Range(0, Rounds).SelectMany(_ => schedule.NextRound())];
    }

    private static string Drawn(int seed, PartStatus[] parts)
    {
        var schedule = new Schedule(seed, FaultKinds.All, parts);
        return string.Join('\n', Enumerable.Range(0, Rounds).SelectMany(_ => schedule.NextRound()));
    }

    private static PartStatus Part(string name, string role) =>
        new(name, role, Pid: 1, Port: 1, Log: "", Ready: true, Restarts: 0);
}
