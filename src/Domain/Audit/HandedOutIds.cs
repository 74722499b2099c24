using Cartwright.Domain.Services;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The highest numbers in use, against those that each service hands out next.</summary>
internal sealed class HandedOutIds
{
    private readonly Dictionary<Role, long> _highest = ShopServices.Roles.ToDictionary(role => role, _ => 0L);

    public void UseOfOrder(long id) => Use(Role.Order, id);

    public void UseOfStock(long id) => Use(Role.Stock, id);

    public void UseOfPayment(long id) => Use(Role.Payment, id);

    /// <summary>
    /// A number that is handed out a second time is two things at once, and a counter at its end hands out none.
    /// </summary>
    public IEnumerable<Finding> Check(Func<Role, long?> nextId) =>
        from role in ShopServices.Roles
        let next = nextId(role)
        let wrong = next > IdRange.Max ? "which is further than any clock has come"
            : _highest[role] > 0 && _highest[role] >= next ? $"but {_highest[role]} is in use"
            : null
        where wrong is not null
        select new Finding($"the {role.Name} service hands out numbers from {next} on, {wrong}");

    // Those of a batch_init are not handed out.
    private void Use(Role role, long id)
    {
        if (id >= Limits.InitMax)
        {
            _highest[role] = Math.Max(_highest[role], id);
        }
    }
}
