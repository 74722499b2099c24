using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>The requests of one phase, each handed out once.</summary>
internal sealed class Requests
{
    private const string Preference = "wait=10";

    private readonly IReadOnlyList<string>? _orders;
    private int _next = -1;

    private Requests(IReadOnlyList<string>? orders, int count) => (_orders, Count) = (orders, count);

    public int Count { get; }

    public bool AreLeft => Volatile.Read(ref _next) + 1 < Count;

    /// <summary>Checkouts that wait for the outcome.</summary>
    public static Requests CheckoutsOf(IReadOnlyList<string> orders) => new(orders, orders.Count);

    /// <summary>Requests to the cheapest endpoint there is.</summary>
    public static Requests Null(int count) => new(orders: null, count);

    public bool TryTake(out int index)
    {
        index = Interlocked.Increment(ref _next);
        return index < Count;
    }

    /// <summary>The id of the order that a request is about.</summary>
    public string OrderOf(int index) => _orders![index];

    /// <summary>The request with a number.</summary>
    public HttpRequest Request(int index) => _orders is null
        ? new HttpRequest(HttpMethod.Get, "/healthz/live")
        : new HttpRequest(HttpMethod.Post, $"/orders/checkout/{_orders[index]}") { Prefer = Preference };
}
