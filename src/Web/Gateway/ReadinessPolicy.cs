using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// The effect of a probe on a node. A node that answers "not ready" receives no more requests at once: it may be about
/// to stop. A silent node may only be slow, so it is taken for gone after two probes.
/// </summary>
internal sealed class ReadinessPolicy(IDestinationHealthUpdater updater, NodeChangeLog changes)
    : IActiveHealthCheckPolicy
{
    public const string PolicyName = "Readiness";
    private const int SilencesMax = 2;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _silences = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults)
    {
        List<NewActiveDestinationHealth> healths = [];
        foreach (var probed in probingResults)
        {
            var health = HealthOf(probed);
            healths.Add(new NewActiveDestinationHealth(probed.Destination, health));
            changes.LogProbe(cluster.ClusterId, probed, health);
        }

        updater.SetActive(cluster, healths);
    }

    private DestinationHealth HealthOf(DestinationProbingResult probed)
    {
        var silences = _silences.GetOrCreateValue(probed.Destination);
        if (probed.Response is { } response)
        {
            silences.Value = 0;
            ReceivingNodes.NoteProbe(probed.Destination, response);
            return response.IsSuccessStatusCode ? DestinationHealth.Healthy : DestinationHealth.Unhealthy;
        }

        silences.Value++;
        return silences.Value < SilencesMax ? probed.Destination.Health.Active : DestinationHealth.Unhealthy;
    }
}
