using Cartwright.Engine.Ports;

namespace Cartwright.Engine;

/// <summary>Whether databases and a log belong to one shop.</summary>
public static class SameShop
{
    /// <summary>The identity of the places that have one; null where no place has.</summary>
    /// <param name="places">The name of each place, and the identity that was found there.</param>
    /// <exception cref="FatalFault"><c>other-shop</c>: two of them belong to different shops.</exception>
    public static ShopId? IdentityOf(IEnumerable<(string Name, ShopId? Shop)> places)
    {
        (string Name, ShopId Shop)? first = null;
        foreach (var (name, shop) in places)
        {
            if (shop is null)
            {
                continue;
            }

            first ??= (name, shop);
            if (first.Value.Shop != shop)
            {
                throw Differs(name, shop, first.Value.Name, first.Value.Shop);
            }
        }

        return first?.Shop;
    }

    /// <summary>The fault of a start that finds two shops where there should be one.</summary>
    public static FatalFault Differs(string name, ShopId shop, string other, ShopId otherShop) =>
        new(FaultCodes.OtherShop, $"{name} belongs to shop {shop}, but {Within(other)} to shop {otherShop}.");

    // Where a name does not begin its sentence.
    private static string Within(string name) =>
        name.StartsWith("The ", StringComparison.Ordinal) ? $"the {name[4..]}" : name;
}
