using Cartwright.Admin;

namespace Cartwright.Web.Admin.Joined;

/// <summary>Asks services through their nodes: a read until one has answered, an action once.</summary>
internal sealed class AdminServices(AdminNodes nodes, AdminCalls calls, TimeProvider clock)
{
    private const int TriesMax = 3;

    // A node gives a read of its database five seconds.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ReadsPatience = TimeSpan.FromSeconds(8);

    // An action may be about ten thousand messages.
    private static readonly TimeSpan ActPatience = TimeSpan.FromSeconds(30);

    /// <summary>Reads from one node of a service; where that one does not answer, from another.</summary>
    /// <exception cref="QueryFault">The query is malformed.</exception>
    public async Task<AdminAnswer<T>> ReadAsync<T>(string service, string path, CancellationToken cancellation)
        where T : class
    {
        using var patient = new CancellationTokenSource(ReadsPatience, clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patient.Token);
        try
        {
            foreach (var node in (await nodes.FindAsync(service, late.Token)).Take(TriesMax))
            {
                try
                {
                    var value = await calls.ReadAsync<T>(node, path, ReadPatience, late.Token);
                    return new AdminAnswer<T>(service, HasAnswered: true, value);
                }
                catch (AdminFault)
                {
                    nodes.NoteSilence(node);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new AdminAnswer<T>(service, HasAnswered: false, Value: null);
        }

        return new AdminAnswer<T>(service, HasAnswered: false, Value: null);
    }

    /// <summary>Reads from one node of a service that has to answer.</summary>
    /// <returns>The answer; null where there is no such thing.</returns>
    /// <exception cref="AdminFault">The service does not answer.</exception>
    /// <exception cref="QueryFault">The query is malformed.</exception>
    public async Task<T?> RequireAsync<T>(string service, string path, CancellationToken cancellation)
        where T : class =>
        await ReadAsync<T>(service, path, cancellation) is { HasAnswered: true } answer
            ? answer.Value
            : throw SilenceOf(service);

    /// <summary>The fault of a service that does not answer.</summary>
    public static AdminFault SilenceOf(params IReadOnlyCollection<string> services) =>
        new(services.Count == 1
            ? $"No node of the {services.First()} service answers."
            : $"No node of the services {string.Join(", ", services)} answers.");

    /// <summary>
    /// Has one node of a service do something. Another node is asked only where this one cannot have done it.
    /// </summary>
    /// <exception cref="QueryFault">The action is malformed.</exception>
    public async Task<ActionAnswer> ActAsync(
        string service, string path, object body, string? traceId, CancellationToken cancellation)
    {
        foreach (var node in (await nodes.FindAsync(service, cancellation)).Take(TriesMax))
        {
            var (state, outcome) = await calls.ActAsync(node, path, body, traceId, ActPatience, cancellation);
            if (state is not ActionState.Unserved)
            {
                return new ActionAnswer(service, state, outcome);
            }

            nodes.NoteSilence(node);
        }

        return new ActionAnswer(service, ActionState.Unserved, Outcome: null);
    }
}
