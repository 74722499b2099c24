using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>The services of one engine: the application's, and the engine's own.</summary>
internal sealed class Services
{
    private readonly IService[] _services;

    public Services(IReadOnlyList<IService> services, Parking parking)
    {
        _services = [.. services, new HousekeepingService(HasService, parking)];
        Tables = [.. _services.SelectMany(service => service.Tables)];
        RequirePlaces(Tables);
    }

    /// <summary>The tables of all services.</summary>
    public IReadOnlyList<Table> Tables { get; }

    /// <summary>Whether a service is here.</summary>
    public bool HasService(Role role) => FindService(role) is not null;

    /// <summary>The service that decides a message.</summary>
    /// <exception cref="ImpossibleMeetingException">It is not here.</exception>
    public IService ServiceFor(Message message) => FindService(message.To)
        ?? throw new ImpossibleMeetingException($"The {message.To} service is not on this node.");

    /// <summary>
    /// Adds the keys of a message's rows. False: the message has no place here, and fails when it is decided.
    /// </summary>
    public bool TryAddKeys(Message message, ICollection<Key> keys)
    {
        try
        {
            ServiceFor(message).AddKeys(message, keys);
            return true;
        }
        catch (ImpossibleMeetingException)
        {
            keys.Clear();
            return false;
        }
    }

    /// <summary>The message that looks after a row that is due.</summary>
    public Message SweepMessage(Key key) =>
        _services.First(service => service.Tables.Contains(key.Table)).SweepMessage(key);

    // Rows of two tables with one place would be locked in any order, and two batches could lock each other out.
    private static void RequirePlaces(IReadOnlyList<Table> tables)
    {
        if (tables.GroupBy(table => table.Ordinal).FirstOrDefault(place => place.Count() > 1) is { } shared)
        {
            throw new ArgumentException(
                $"The tables {string.Join(" and ", shared.Select(table => table.Name))} have the same place "
                + $"{shared.Key} in the order of locks.",
                nameof(tables));
        }
    }

    // For every message. A look at so few is cheaper than a hash of a name.
    private IService? FindService(Role role)
    {
        foreach (var service in _services)
        {
            if (service.Role == role)
            {
                return service;
            }
        }

        return null;
    }
}
