using System.Collections.Concurrent;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Cartwright.Web.Gateway;

namespace Cartwright.Web.Admin.Joined;

/// <summary>
/// The nodes behind a gateway, by their admin addresses. Which services a node has, and whether it answers, is read
/// from the node itself and believed for a few seconds.
/// </summary>
/// <param name="nodes">Addresses, and names that stand for several.</param>
/// <param name="names">The addresses of the names.</param>
/// <param name="calls">Requests to them.</param>
/// <param name="clock">Measures the age of what is known.</param>
internal sealed class AdminNodes(
    IReadOnlyCollection<string> nodes, NodeNames names, AdminCalls calls, TimeProvider clock)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(3);

    // Where no node of a service is known, one may have come back just now.
    private static readonly TimeSpan AgeOfAbsenceMax = TimeSpan.FromMilliseconds(500);

    // A frozen node answers no sooner. What was known of the others before is used meanwhile.
    private static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RefreshPatience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, NodeReport> _answered = new();

    // The last answer of each, so that one that is down keeps its name.
    private readonly ConcurrentDictionary<string, NodeReport> _known = new();
    private readonly Lock _lock = new();
    private Task<IReadOnlyList<NodeReport>>? _reading;
    private long _readAt;
    private int _turn;

    /// <summary>All of them as they are now, side by side; one that does not answer has its trouble.</summary>
    public Task<IReadOnlyList<NodeReport>> ReadAsync(CancellationToken cancellation) =>
        ShareReadingAsync(TimeSpan.Zero).WaitAsync(cancellation);

    /// <summary>The nodes of a service that answered lately, those that are ready first, in turns.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string service, CancellationToken cancellation)
    {
        var reading = ShareReadingAsync(AgeMax);
        Task patience = _answered.IsEmpty ? reading : Task.Delay(RefreshPatience, clock, cancellation);
        await Task.WhenAny(reading, patience).WaitAsync(cancellation);
        if (!NodesOf(service).Any())
        {
            await ShareReadingAsync(AgeOfAbsenceMax).WaitAsync(cancellation);
        }

        var turn = Interlocked.Increment(ref _turn);
        var known = NodesOf(service).OrderBy(node => node.Key, StringComparer.Ordinal).ToList();
        return
        [
            .. Enumerable.Range(0, known.Count)
                .Select(place => known[(int)((uint)(turn + place) % (uint)known.Count)])
                .OrderByDescending(node => node.Value.IsReady)
                .Select(node => node.Key),
        ];
    }

    /// <summary>A node did not answer a request: it is asked again before it gets another one.</summary>
    public void NoteSilence(string node) => _answered.TryRemove(node, out _);

    private IEnumerable<KeyValuePair<string, NodeReport>> NodesOf(string service) =>
        _answered.Where(node => node.Value.Roles?.Contains(service) is true);

    // A reading that runs is shared, and outlives a caller that goes away; it is bounded by itself.
    private Task<IReadOnlyList<NodeReport>> ShareReadingAsync(TimeSpan ageMax)
    {
        lock (_lock)
        {
            if (_reading is { } known && (!known.IsCompleted || clock.GetElapsedTime(_readAt) < ageMax))
            {
                return known;
            }

            _readAt = clock.GetTimestamp();
            return _reading = ReadAllAsync();
        }
    }

    private async Task<IReadOnlyList<NodeReport>> ReadAllAsync()
    {
        // The caller holds the lock.
        await Task.Yield();
        await names.LookUpAsync(CancellationToken.None);
        var addresses = await names.AddressesOfAsync(nodes, CancellationToken.None);
        foreach (var gone in _answered.Keys.Except(addresses))
        {
            _answered.TryRemove(gone, out _);
        }

        foreach (var gone in _known.Keys.Except(addresses))
        {
            _known.TryRemove(gone, out _);
        }

        return await Task.WhenAll(addresses.Select(ReadNodeAsync));
    }

    private async Task<NodeReport> ReadNodeAsync(string node)
    {
        try
        {
            var report = await calls.ReadAsync<NodeReport>(node, "node", ReportPatience, CancellationToken.None)
                ?? throw new AdminFault($"The node at {node} does not report on itself.");
            _answered[node] = _known[node] = report;
            return report with { AdminUrl = node };
        }
        catch (Exception fault) when (fault is AdminFault or QueryFault)
        {
            NoteSilence(node);
            var known = _known.GetValueOrDefault(node);
            return new NodeReport
            {
                Name = known?.Name ?? node,
                Roles = known?.Roles,
                AdminUrl = node,
                IsReady = false,
                Trouble = fault.Message,
            };
        }
    }
}
