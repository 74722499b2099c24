using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The sagas of a shop behind a gateway: an order node has the orders.</summary>
internal sealed class JoinedSagas(AdminServices services) : ISagaAdmin
{
    private const double MillisecondsPerSecond = 1_000;

    private readonly JoinedSagaView _view = new(services);

    public async Task<SagaPage> ListAsync(SagaQuery query, CancellationToken cancellation) =>
        await services.RequireAsync<SagaPage>(
            Role.Order.Name,
            QueryPath.Of(
                "sagas",
                ("state", query.Status is { } status ? EnumText.TextOf(status) : null),
                ("older_than", query.OlderThanMs is { } age ? SecondsOf(age) : null),
                ("user", query.User is { } user ? QueryPath.TextOf(user) : null),
                ("item", query.Item is { } item ? QueryPath.TextOf(item) : null),
                ("limit", QueryPath.TextOf(query.Limit)),
                ("cursor", query.Cursor)),
            cancellation)
        ?? throw new AdminFault("No order node lists sagas.");

    public Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation) =>
        _view.FindAsync(order, cancellation);

    public async Task<ActionOutcome?> PushAsync(
        OrderId order, OperatorAction action, CancellationToken cancellation)
    {
        var answer = await services.ActAsync(
            Role.Order.Name,
            $"sagas/{QueryPath.TextOf(order.Value)}/push",
            new { action.Reason },
            action.TraceId,
            cancellation);
        return answer.State is ActionState.Missing ? null : ActionOutcomes.Of([answer]);
    }

    private static string SecondsOf(long milliseconds) =>
        QueryPath.TextOf((long)Math.Ceiling(milliseconds / MillisecondsPerSecond));
}
