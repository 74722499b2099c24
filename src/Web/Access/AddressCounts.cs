using System.Net;
using System.Net.Sockets;

namespace Cartwright.Web.Access;

/// <summary>How many connections each address has, up to a bound.</summary>
/// <param name="max">The most of one address.</param>
internal sealed class AddressCounts(int max)
{
    // A site has a network of as many bits, and each of its machines any number of addresses in it.
    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _counts = [];

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

    /// <summary>Counts one connection more; false where the address has as many as it may have.</summary>
    public bool TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(address);
            if (count >= max)
            {
                return false;
            }

            _counts[address] = count + 1;
            return true;
        }
    }

    /// <summary>Counts one connection less.</summary>
    public void Leave(IPAddress address)
    {
        lock (_lock)
        {
            if (--_counts[address] == 0)
            {
                _counts.Remove(address);
            }
        }
    }
}
