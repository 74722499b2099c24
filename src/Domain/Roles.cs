using Cartwright.Kernel;

namespace Cartwright.Domain;

/// <summary>The names of the services; <c>ShopServices</c> lists their definitions.</summary>
public static class Roles
{
    private static readonly Role _order = new("order");
    private static readonly Role _stock = new("stock");
    private static readonly Role _payment = new("payment");

    extension(Role)
    {
        public static Role Order => _order;

        public static Role Stock => _stock;

        public static Role Payment => _payment;
    }
}
