using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>A store that can count the rows of a table. Where it cannot, the table has no bound.</summary>
public interface IRowCounter
{
    /// <summary>How many rows a table has, as they were committed last.</summary>
    /// <param name="table">The table.</param>
    /// <param name="limit">Where counting ends, so that it never takes long.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TransientFault">The database cannot be reached now.</exception>
    ValueTask<int> CountAsync(Table table, int limit, CancellationToken cancellation);
}
