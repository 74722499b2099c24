using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Views;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Sagas;

/// <summary>
/// The sagas of a shop, read from its databases at one moment each. The order service's has to answer; of another
/// service that does not, or that is not among the databases, the steps are unknown.
/// </summary>
public sealed class SagaReader : IDisposable
{
    private readonly Dictionary<Role, IDatabaseView> _views = [];
    private readonly IDatabaseView _orders;
    private readonly HashSet<Key> _unreadable = [];

    /// <param name="databases">
    /// How the tables of each service are opened; services in one database share a value, and are read at one moment.
    /// The order service is among them.
    /// </param>
    /// <exception cref="TransientFault">The order service's database does not answer.</exception>
    /// <exception cref="FatalFault">A database is missing, damaged, or of another shop.</exception>
    public SagaReader(IReadOnlyDictionary<Role, Func<IDatabaseView>> databases)
    {
        try
        {
            _orders = OpenOrders(databases[Role.Order]);
            foreach (var (role, open) in databases)
            {
                if (open == databases[Role.Order])
                {
                    _views.Add(role, _orders);
                }
                else if (OpenOrNull(open) is { } view)
                {
                    _views.Add(role, view);
                }
            }

            _ = SameShop.IdentityOf(
                _views.Select(view => ($"The database of {view.Key.Name}", view.Value.ReadFacts().Shop)));
            Now = _orders.ReadFacts().Now;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static IDatabaseView OpenOrders(Func<IDatabaseView> open)
    {
        try
        {
            return open();
        }
        catch (TransientFault fault)
        {
            throw new TransientFault(
                $"Without the database of {Role.Order.Name} there are no sagas. {fault.Message}", fault);
        }
    }

    /// <summary>The order service's time, in milliseconds since 1970.</summary>
    public long Now { get; }

    /// <summary>The services without a database that answers.</summary>
    public IEnumerable<Role> Silent => ShopServices.Roles.Where(role => !_views.ContainsKey(role));

    /// <summary>The rows that cannot be read.</summary>
    public IReadOnlyCollection<Key> Unreadable => _unreadable;

    /// <summary>
    /// The orders that the order service has not finished, by the time of their next look. A paid order is not among
    /// them while its capture is on its way: payment looks after that.
    /// </summary>
    public IEnumerable<(OrderId Id, Order Order)> ReadUnfinished() => _orders
        .ReadUnfinished(Order.Table, NoteUnreadable)
        .Where(row => row.State is not null)
        .Select(row => (new OrderId(row.Key.Id), row.State!));

    /// <summary>All orders, in the order of their numbers.</summary>
    public IEnumerable<(OrderId Id, Order Order)> ReadAll() => ReadAfter(null)
        .Where(row => row.Order is not null)
        .Select(row => (row.Id, row.Order!));

    /// <summary>
    /// The orders after one, in the order of their numbers: all of them without one. An unreadable one is null.
    /// </summary>
    public IEnumerable<(OrderId Id, Order? Order)> ReadAfter(OrderId? order) => _orders
        .ReadAll(Order.Table, NoteUnreadable, order is { } id ? Order.KeyOf(id) : null)
        .Select(row => (new OrderId(row.Key.Id), row.State));

    /// <summary>The sagas of an order; null where there is no such order, or where its row is unreadable.</summary>
    public SagaView? FindSaga(OrderId id) =>
        _orders.Find<Order>(Order.KeyOf(id), NoteUnreadable) is { } order ? ViewOf(id, order) : null;

    /// <summary>The sagas of an order that was read.</summary>
    public SagaView ViewOf(OrderId id, Order order) => ViewsOf([(id, order)])[0];

    /// <summary>The sagas of orders that were read; one request for each table finds the rows of all.</summary>
    public IReadOnlyList<SagaView> ViewsOf(IReadOnlyCollection<(OrderId Id, Order Order)> orders)
    {
        var rows = new Rows(FindRows(orders));
        return [.. orders.Select(row => SagaView.Of(row.Id, row.Order, rows, _views.ContainsKey, Now))];
    }

    public void Dispose()
    {
        foreach (var view in _views.Values.Append(_orders).Where(view => view is not null).Distinct())
        {
            view.Dispose();
        }
    }

    private void NoteUnreadable(Key key, Exception strange) => _unreadable.Add(key);

    private static IDatabaseView? OpenOrNull(Func<IDatabaseView> open)
    {
        try
        {
            return open();
        }
        catch (TransientFault)
        {
            return null;
        }
    }

    private Dictionary<Key, object> FindRows(IReadOnlyCollection<(OrderId Id, Order Order)> orders)
    {
        var attempts = orders
            .Where(row => row.Order.Attempt is not null)
            .Select(row => row.Order.AttemptOf(row.Id))
            .ToList();
        var found = new Dictionary<Key, object>();
        foreach (var service in ShopServices.All.Where(service => _views.ContainsKey(service.Role)))
        {
            var keys = attempts.SelectMany(attempt => SagaView.KeysOf(service, attempt)).ToHashSet();
            foreach (var (key, state) in _views[service.Role].FindRows(keys, NoteUnreadable))
            {
                found[key] = state;
            }
        }

        return found;
    }

    private sealed class Rows(Dictionary<Key, object> found) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => found.TryGetValue(key, out var state) ? (T)state : null;
    }
}
