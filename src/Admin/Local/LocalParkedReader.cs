using Cartwright.Admin.Parked;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>Reads the parked messages of this process's services.</summary>
internal sealed class LocalParkedReader(LocalViews views)
{
    /// <summary>The messages of a service, or of all, that are looked for.</summary>
    /// <exception cref="AdminFault">The service is not here, or no database answers.</exception>
    /// <exception cref="QueryFault">There is no such service.</exception>
    public Task<FoundParked> ReadParkedAsync(
        string? service, Func<string, ParkedMessage, bool> isWanted, CancellationToken cancellation)
    {
        var databases = service is null ? views.Databases : RequireService(service);
        return views.ReadViewsAsync(
            bound => FoundParked.ReadFound(
                databases,
                (id, message) => (service is null || message.To.Name == service) && isWanted(id, message),
                bound),
            cancellation);
    }

    /// <summary>One message of a service; null where there is none.</summary>
    /// <exception cref="AdminFault">The service is not here or does not answer, or the row is unreadable.</exception>
    public Task<ParkedDetail?> FindParkedAsync(string service, string id, CancellationToken cancellation)
    {
        var open = RequireService(service).Single().Value;
        return views.ReadViewsAsync(
            _ =>
            {
                using var view = open();
                var found = view.Find<ParkedMessage>(
                    ParkedMessage.KeyOf(id), (key, _) => throw new AdminFault($"Row {key} cannot be read."));
                return found?.To.Name == service ? ParkedReports.DetailOf(id, found) : null;
            },
            cancellation);
    }

    private Dictionary<Role, Func<IDatabaseView>> RequireService(string service) =>
        views.Databases.Where(database => database.Key.Name == service).ToDictionary() is { Count: > 0 } one
            ? one
            : throw (ShopServices.Roles.Any(role => role.Name == service)
                ? new AdminFault($"The {service} service is not in this process.")
                : new QueryFault($"There is no service '{service}'."));
}
