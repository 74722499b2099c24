using System.Collections.Concurrent;
using Cartwright.Admin;
using Cartwright.Admin.Parts;

namespace Cartwright.Browser.Fake;

/// <summary>The parts of a small cluster, which can be stopped and started.</summary>
internal sealed class LivelyParts : IClusterParts
{
    private readonly ConcurrentDictionary<string, PartReport> _parts = new(
        new (string Name, string Role)[]
        {
            ("gateway", "gateway"), ("kafka-1", "kafka"), ("order-1", "order"), ("order-db", "postgres"),
            ("payment-1", "payment"), ("payment-db", "postgres"), ("stock-1", "stock"), ("stock-db", "postgres"),
        }
        .Select((part, place) => KeyValuePair.Create(
            part.Name, new PartReport(part.Name, part.Role, 4_000 + place, 40_100 + place, IsReady: true, place % 3))));

    public ConcurrentQueue<(string Part, PartAction Action, OperatorAction Why)> Actions { get; } = [];

    public Task<IReadOnlyList<PartReport>> ReadPartsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<PartReport>>([.. _parts.Values.OrderBy(part => part.Name)]);

    public Task ActAsync(string part, PartAction action, OperatorAction why, CancellationToken cancellation)
    {
        Actions.Enqueue((part, action, why));
        var now = _parts[part];
        _parts[part] = action switch
        {
            PartAction.Stop => now with { ProcessId = null, IsReady = false },
            PartAction.Start => now with { ProcessId = 5_000, IsReady = true },
            PartAction.Kill => now with { Restarts = now.Restarts + 1 },
            _ => throw new InvalidOperationException($"{action} is no action."),
        };
        return Task.CompletedTask;
    }
}
