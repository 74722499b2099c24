using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>
/// Every version that any row has had, each once, by a small number; 0 is the missing row. A state refers to its rows
/// by these numbers. Each version goes through its table's columns first, as through a store.
/// </summary>
internal sealed class RowStore
{
    private readonly Dictionary<Key, int> _places = [];
    private readonly List<Key> _keys = [];
    private readonly List<List<object?>> _versions = [];
    private readonly List<Dictionary<string, ushort>> _numbers = [];

    public RowStore(Scenario scenario)
    {
        Orders = Reserve(Order.Table, first: 0, scenario.Orders);
        Items = Reserve(Item.Table, first: 0, scenario.Items);
        Accounts = Reserve(Account.Table, first: 0, scenario.Users);
        Reservations = Reserve(Reservation.Table, first: 1, scenario.Attempts);
        Payments = Reserve(Payment.Table, first: 1, scenario.Attempts);
        foreach (var table in scenario.TablesByAttempt)
        {
            Reserve(table, first: 1, scenario.Attempts);
        }
    }

    /// <summary>How many rows a state has, missing ones included.</summary>
    public int Count => _keys.Count;

    /// <summary>
    /// The places of the orders, by number; likewise those of the others, with reservations and payments by attempt.
    /// </summary>
    public Range Orders { get; }

    public Range Items { get; }

    public Range Accounts { get; }

    public Range Reservations { get; }

    public Range Payments { get; }

    public int PlaceOf(Key key) => _places.TryGetValue(key, out var place)
        ? place
        : throw new InvalidOperationException($"The scenario has no room for {key}.");

    public Key KeyAt(int place) => _keys[place];

    public object? At(int place, ushort number) => _versions[place][number];

    /// <summary>The number of a version of a row.</summary>
    public ushort Number(int place, object? row)
    {
        if (row is null)
        {
            return 0;
        }

        var (stored, text) = ColumnText.RoundTrip(_keys[place], Pinned.Of(row));
        if (_numbers[place].TryGetValue(text, out var known))
        {
            return known;
        }

        var number = checked((ushort)_versions[place].Count);
        _versions[place].Add(stored);
        _numbers[place].Add(text, number);
        return number;
    }

    /// <summary>Every status that any row has had, as its enumeration and value.</summary>
    public IEnumerable<string> Statuses() => _versions.SelectMany(versions => versions).Select(row => row switch
    {
        Order order => NameOf(order.Status),
        Reservation reservation => NameOf(reservation.Status),
        Payment payment => NameOf(payment.Status),
        _ => "",
    });

    private static string NameOf<T>(T status)
        where T : struct, Enum => $"{typeof(T).Name}.{status}";

    private Range Reserve(Table table, long first, int count)
    {
        var start = _keys.Count;
        for (var id = first; id < first + count; id++)
        {
            _places.Add(new Key(table, id), _keys.Count);
            _keys.Add(new Key(table, id));
            _versions.Add([null]);
            _numbers.Add([]);
        }

        return start.._keys.Count;
    }
}
