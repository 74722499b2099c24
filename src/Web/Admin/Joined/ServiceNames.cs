using Cartwright.Admin;
using Cartwright.Shop;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The services that a query or an action is about.</summary>
internal static class ServiceNames
{
    /// <summary>One service, or all of them where none is named.</summary>
    /// <exception cref="QueryFault">There is no such service.</exception>
    public static IEnumerable<string> Of(string? service)
    {
        var all = ShopServices.Roles.Select(role => role.Name);
        return service is null ? all
            : all.Contains(service) ? [service]
            : throw new QueryFault($"service must be one of {string.Join(", ", all)}.");
    }
}
