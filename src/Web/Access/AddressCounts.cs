using System.Net;
using System.Net.Sockets;

namespace Cartwright.Web.Access;

/// <summary>
/// How many connections each address has. One may have three times as many as are free: three quarters of all where it
/// is alone, and always fewer the more the others have (dynamic thresholds; Choudhury and Hahne 1998). So an address
/// without a connection gets one as long as one is free, and each further greedy address takes three quarters of the
/// rest only.
/// </summary>
/// <param name="max">The most of all addresses together.</param>
internal sealed class AddressCounts(int max)
{
    private const int SharePerFree = 3;

    // A site has a network of as many bits, and each of its machines any number of addresses in it.
    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _counts = [];
    private int _free = max;

    /// <summary>The address under which a connection is counted: of IPv6, the network.</summary>
    public static IPAddress AddressOf(EndPoint? remote) => AddressOf((remote as IPEndPoint)?.Address);

    /// <summary>The address under which a client is counted: of IPv6, the network.</summary>
    public static IPAddress AddressOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>Counts one connection more; false where the address has as many as it may have now.</summary>
    public bool TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(address);
            if (count >= (long)SharePerFree * _free)
            {
                return false;
            }

            _counts[address] = count + 1;
            _free--;
            return true;
        }
    }

    /// <summary>Counts one connection less.</summary>
    public void Leave(IPAddress address)
    {
        lock (_lock)
        {
            _free++;
            if (--_counts[address] == 0)
            {
                _counts.Remove(address);
            }
        }
    }
}
