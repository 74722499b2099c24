using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// What a probe says of a node. One that says that it is not ready gets no more requests at once: it may be about to
/// stop. One that is silent may only be slow, so it is believed to be gone after two probes.
/// </summary>
internal sealed class ReadinessPolicy(IDestinationHealthUpdater updater) : IActiveHealthCheckPolicy
{
    public const string PolicyName = "Readiness";
    private const int SilencesMax = 2;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _silences = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults) =>
        updater.SetActive(cluster, [.. probingResults.Select(probed =>
            new NewActiveDestinationHealth(probed.Destination, HealthOf(probed)))]);

    private DestinationHealth HealthOf(DestinationProbingResult probed)
    {
        var silences = _silences.GetOrCreateValue(probed.Destination);
        if (probed.Response is { } response)
        {
            silences.Value = 0;
            return response.IsSuccessStatusCode ? DestinationHealth.Healthy : DestinationHealth.Unhealthy;
        }

        silences.Value++;
        return silences.Value < SilencesMax ? probed.Destination.Health.Active : DestinationHealth.Unhealthy;
    }
}
