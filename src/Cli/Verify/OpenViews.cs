using Cartwright.Domain.Audit;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Verify;

/// <summary>
/// The views of the databases that an audit reads, each opened once: one for each service, or one file for all of them.
/// The order service's is opened first.
/// </summary>
internal sealed class OpenViews : IDisposable
{
    private readonly Dictionary<Role, IDatabaseAtRest> _databases;
    private readonly Dictionary<IDatabaseAtRest, IDatabaseView> _views = [];

    /// <exception cref="TransientFault">A server does not answer.</exception>
    /// <exception cref="FatalFault"><c>other-shop</c>: two databases belong to different shops.</exception>
    public OpenViews(IReadOnlyDictionary<Role, IDatabaseAtRest> databases)
    {
        _databases = ShopServices.Roles.ToDictionary(role => role, role => databases[role]);
        try
        {
            foreach (var database in _databases.Values.Distinct())
            {
                _views.Add(database, database.OpenView());
            }

            _ = SameShop.IdentityOf(Each.Select(
                each => ($"The database of {each.Role.Name}", each.View.ReadFacts().Shop)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes the rows that turn out to be unreadable.</summary>
    public UnreadRows Unread { get; } = new();

    /// <summary>Each view once, with its service, or with the first of its services.</summary>
    public IEnumerable<(Role Role, IDatabaseView View)> Each =>
        _databases.DistinctBy(database => database.Value).Select(database => (database.Key, _views[database.Value]));

    /// <summary>The numbers that each service hands out.</summary>
    public IEnumerable<Numbering> Numberings => ShopServices.Definitions.Select(
        service => new Numbering(service.Role, service.Numbered, FactsOf(service.Role).NextId));

    public DatabaseFacts FactsOf(Role role) => _views[_databases[role]].ReadFacts();

    /// <summary>The rows of a service's table; of one that is unreadable, the key alone.</summary>
    public IEnumerable<(Key Key, T? State)> ReadRows<T>(Table<T> table)
        where T : class => _views[_databases[ShopServices.OwnerOf(table)]].ReadAll(table, Unread.AddRow);

    /// <summary>The readable rows of a table that each database has, and that has a text as its key.</summary>
    public IEnumerable<(string Text, T State)> ReadTexts<T>(Table<T> table)
        where T : class => Each.SelectMany(each => UnreadRows.LeaveOut(each.View.ReadAll(table, Unread.AddRow)));

    public void Dispose() => _views.Values.ToList().ForEach(view => view.Dispose());
}
