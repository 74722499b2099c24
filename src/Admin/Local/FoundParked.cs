using Cartwright.Admin.Parked;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>The parked messages in the databases of this process.</summary>
/// <param name="Now">The time of the first database that answered, in milliseconds since 1970.</param>
/// <param name="Found">Those that were looked for, each with a service whose database it is in.</param>
/// <param name="Unreadable">Keys of rows that cannot be read.</param>
/// <param name="Silent">The services with a database that did not answer.</param>
internal sealed record FoundParked(
    long Now,
    IReadOnlyList<(Role Place, ParkedSummary Message)> Found,
    IReadOnlyList<string> Unreadable,
    IReadOnlyList<string> Silent)
{
    /// <summary>Reads every database. The bytes of the messages are not kept.</summary>
    /// <param name="databases">How the tables of each service are opened.</param>
    /// <param name="isWanted">Whether a message is looked for.</param>
    /// <param name="cancellation">Ends it between two rows.</param>
    public static FoundParked ReadFound(
        IReadOnlyDictionary<Role, Func<IDatabaseView>> databases,
        Func<string, ParkedMessage, bool> isWanted,
        CancellationToken cancellation)
    {
        long? now = null;
        List<(Role, ParkedSummary)> found = [];
        List<string> unreadable = [];
        List<string> silent = [];
        foreach (var roles in databases.GroupBy(database => database.Value, database => database.Key))
        {
            try
            {
                using var view = roles.Key();
                now ??= view.ReadFacts().Now;
                foreach (var (key, message) in view.ReadAll(
                    ParkedMessage.Table, (key, _) => unreadable.Add(key.ToString())))
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (message is not null && isWanted(key.Text!, message))
                    {
                        found.Add((roles.First(), ParkedReports.SummaryOf(key.Text!, message)));
                    }
                }
            }
            catch (TransientFault)
            {
                silent.AddRange(roles.Select(role => role.Name));
            }
        }

        return now is { } time
            ? new FoundParked(time, found, unreadable, silent)
            : throw new AdminFault($"The database of {string.Join(", ", silent)} does not answer.");
    }
}
