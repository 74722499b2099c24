using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>The requests of one phase, each handed out once, ready but for the order's id.</summary>
internal sealed class Requests
{
    private const int WaitSeconds = 10;

    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly IReadOnlyList<string>? _orders;
    private int _next = -1;

    private Requests(string prefix, string suffix, IReadOnlyList<string>? orders, int count)
    {
        _prefix = Encoding.ASCII.GetBytes(prefix);
        _suffix = Encoding.ASCII.GetBytes(suffix);
        _orders = orders;
        Count = count;
        var idLengthMax = orders is null || orders.Count == 0 ? 0 : orders.Max(order => order.Length);
        BytesMax = _prefix.Length + idLengthMax + _suffix.Length;
    }

    public int Count { get; }

    /// <summary>A buffer of this size holds any of the requests.</summary>
    public int BytesMax { get; }

    public bool AreLeft => Volatile.Read(ref _next) + 1 < Count;

    /// <summary>Checkouts that wait for the outcome.</summary>
    public static Requests Checkouts(ServerAddress address, IReadOnlyList<string> orders) => new(
        "POST /orders/checkout/",
        $" HTTP/1.1\r\nHost: {address.Authority}\r\nPrefer: wait={WaitSeconds}\r\nContent-Length: 0\r\n\r\n",
        orders, orders.Count);

    /// <summary>Requests to the cheapest endpoint there is.</summary>
    public static Requests Null(ServerAddress address, int count) => new(
        "GET /healthz/live", $" HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n", orders: null, count);

    public bool TryTake(out int index)
    {
        index = Interlocked.Increment(ref _next);
        return index < Count;
    }

    /// <summary>The id of the order that a request is about.</summary>
    public string Order(int index) => _orders![index];

    public int Write(int index, Span<byte> buffer)
    {
        _prefix.CopyTo(buffer);
        var length = _prefix.Length;
        if (_orders is not null)
        {
            length += Encoding.ASCII.GetBytes(_orders[index], buffer[length..]);
        }

        _suffix.CopyTo(buffer[length..]);
        return length + _suffix.Length;
    }
}
