using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Cartwright.Http.Tests.Local;

/// <summary>The nodes to which the gateways of this process have begun to forward a request, without probes.</summary>
internal sealed class TriedNodes : EventListener
{
    private readonly ConcurrentQueue<string> _nodes = [];

    /// <summary>Their addresses, one for each try.</summary>
    public IReadOnlyCollection<string> All => _nodes;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Yarp.ReverseProxy")
        {
            EnableEvents(eventSource, EventLevel.Informational, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData is { EventName: "ForwarderStart", Payload: [string node, ..] })
        {
            _nodes.Enqueue(node);
        }
    }
}
