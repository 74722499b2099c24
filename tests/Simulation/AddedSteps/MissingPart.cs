using Cartwright.AddedStep;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.AddedSteps;

/// <summary>The shop that ships, without one part of the recipe.</summary>
internal static class MissingPart
{
    private static readonly OrderSagas Ours = ShippingShop.Sagas;

    public static IReadOnlyDictionary<string, Func<Wiring, Wiring>> All { get; } =
        new Dictionary<string, Func<Wiring, Wiring>>
        {
            ["the row of the step"] = wiring => wiring with
            {
                Services = With(new OrderSagas(OrderSagas.Standard.Checkout, Ours.Cancel)),
            },
            ["the row that takes the step back"] = wiring => wiring with
            {
                Services = With(new OrderSagas(Ours.Checkout, OrderSagas.Standard.Cancel)),
            },
            ["the decision of the answer"] = wiring => With(wiring, (_, message, decision) =>
                message is Ship ? WithoutMessages(decision) : decision),
            ["the answer to the step that takes it back"] = wiring => With(wiring, (_, message, decision) =>
                message is Recall ? WithoutMessages(decision) : decision),
            ["the repetition of the answer"] = wiring => With(wiring, (_, _, decision) =>
                decision.Changes.Count == 0 ? Decision.Nothing : decision),
            ["the mark of an undo that comes first"] = wiring => With(wiring, (rows, message, decision) =>
                message is Recall { Attempt: var attempt } && rows.Find<Shipment>(Shipment.Key(attempt.Id)) is null
                    ? Decision.Nothing.Send(new Recalled(attempt))
                    : decision),
            ["the names of the messages"] = wiring => wiring with { Wire = shop => shop },
        };

    private static IReadOnlyList<IService> With(OrderSagas sagas) =>
        [new OrderService(sagas), new StockService(), new PaymentService(sagas.Checkout), new ShippingService()];

    private static Wiring With(Wiring wiring, Func<IRows, Message, Decision, Decision> change) => wiring with
    {
        Service = service => service.Role == ShippingService.Name ? new Changed(service, change) : service,
    };

    private static Decision WithoutMessages(Decision decision) => decision.Changes.Aggregate(
        Decision.Nothing, (before, change) => before.Change(change.Key, change.State));

    private sealed class Changed(IService inner, Func<IRows, Message, Decision, Decision> change) : IService
    {
        public Role Role => inner.Role;

        public IReadOnlyList<Table> Tables => inner.Tables;

        public void AddKeys(Message message, ICollection<Key> keys) => inner.AddKeys(message, keys);

        public Decision Decide(IRows rows, Message message, long now) =>
            change(rows, message, inner.Decide(rows, message, now));

        public Message SweepMessage(Key key) => inner.SweepMessage(key);
    }
}
