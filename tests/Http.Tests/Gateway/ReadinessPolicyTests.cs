using System.Net;
using Cartwright.Http.Tests.Local;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A gateway's decision about a node after its probes, and its log lines.</summary>
public sealed class ReadinessPolicyTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _lines = new();
    private readonly DestinationState _node = new("http://node:1");
    private readonly Updater _updater = new();
    private readonly ReadinessPolicy _policy;

    public ReadinessPolicyTests() => _policy = new ReadinessPolicy(
        _updater, new NodeChangeLog(LoggerFactory.Create(logging => logging.AddProvider(_lines)), _clock));

    public void Dispose() => _lines.Dispose();

    // r: ready, n: not ready, s: silent.
    [Theory]
    [InlineData("r", DestinationHealth.Healthy)]
    [InlineData("n", DestinationHealth.Unhealthy)]
    [InlineData("rn", DestinationHealth.Unhealthy)]
    [InlineData("rs", DestinationHealth.Healthy)]
    [InlineData("rss", DestinationHealth.Unhealthy)]
    [InlineData("rsrs", DestinationHealth.Healthy)]
    [InlineData("rsrss", DestinationHealth.Unhealthy)]
    [InlineData("rsns", DestinationHealth.Unhealthy)]
    [InlineData("rssr", DestinationHealth.Healthy)]
    [InlineData("s", DestinationHealth.Unknown)]
    [InlineData("ss", DestinationHealth.Unhealthy)]
    public void A_silent_node_may_only_be_slow_and_a_second_silence_counts(string probes, DestinationHealth believed)
    {
        Probe(probes);
        Assert.Equal(believed, _node.Health.Active);
    }

    [Theory]
    [InlineData("rrr", null)]
    [InlineData("rssss", "A probe was silent")]
    [InlineData("rssrrr", "A probe was silent")]
    [InlineData("nnn", "503")]
    public void A_node_that_goes_is_one_line_with_the_reason(string probes, string? why)
    {
        Probe(probes);
        Assert.Equal(
            why is null
                ? []
                : [
                    "The order node http://node:1 is not ready and receives no requests while another node is ready: "
                    + $"{why}.",
                ],
            _lines.All);
    }

    [Fact]
    public void A_node_that_comes_again_is_one_line_and_one_that_flaps_is_told_seldom()
    {
        Probe("nrnrnrnr");
        Assert.Contains("503", Assert.Single(_lines.All), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Probe("rr");

        Assert.Equal(2, _lines.All.Count);
        Assert.Contains("http://node:1 is ready again", _lines.All[1], StringComparison.Ordinal);
    }

    private void Probe(string probes)
    {
        foreach (var probe in probes)
        {
            using var answer = probe == 's' ? null : new HttpResponseMessage(
                probe == 'r' ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
            _policy.ProbingCompleted(
                new ClusterState("order", new ClusterModel(
                    new ClusterConfig { ClusterId = "order" }, new HttpMessageInvoker(new SocketsHttpHandler()))),
                [
                    new DestinationProbingResult(
                        _node, answer, probe == 's' ? new TimeoutException("A probe was silent") : null),
                ]);
        }
    }

    private sealed class Updater : IDestinationHealthUpdater
    {
        public void SetActive(ClusterState cluster, IEnumerable<NewActiveDestinationHealth> newHealthStates)
        {
            foreach (var state in newHealthStates)
            {
                state.Destination.Health.Active = state.NewActiveHealth;
            }
        }

        public void SetPassive(
            ClusterState cluster,
            DestinationState destination,
            DestinationHealth newHealth,
            TimeSpan reactivationPeriod) => destination.Health.Passive = newHealth;
    }
}
