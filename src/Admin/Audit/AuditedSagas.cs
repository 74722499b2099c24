using System.Globalization;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;

namespace Cartwright.Admin.Audit;

/// <summary>Sagas, each push of which is recorded.</summary>
internal sealed class AuditedSagas(ISagaAdmin sagas, AuditLog log) : ISagaAdmin
{
    public Task<SagaPage> ListAsync(SagaQuery query, CancellationToken cancellation) =>
        sagas.ListAsync(query, cancellation);

    public Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation) =>
        sagas.FindAsync(order, cancellation);

    public async Task<ActionOutcome?> PushAsync(
        OrderId order, OperatorAction action, CancellationToken cancellation)
    {
        ActionOutcome? outcome = null;
        await log.RecordActionAsync(
            "saga push",
            [order.Value.ToString(CultureInfo.InvariantCulture)],
            action,
            async () => (outcome = await sagas.PushAsync(order, action, cancellation)) ?? new ActionOutcome(0, []));
        return outcome;
    }
}
