namespace Cartwright.Engine.Ports;

/// <summary>
/// Fills an empty database from a dump, in three parts. No node starts on it from its first table until the last part.
/// All methods throw <see cref="TransientFault"/> while the database cannot be reached.
/// </summary>
public interface IDatabaseRestore
{
    /// <summary>A table of the database, or another relation; null where it is empty.</summary>
    Task<string?> FindRelationAsync(CancellationToken cancellation);

    /// <summary>Makes the tables of the dump, without rows.</summary>
    /// <exception cref="IOException">The program that restores is missing, or failed: nothing was changed.</exception>
    Task BeginAsync(string file, CancellationToken cancellation);

    /// <summary>Adds the rows and the indexes, all or nothing.</summary>
    /// <exception cref="IOException">It failed: the tables are empty.</exception>
    Task FillAsync(string file, CancellationToken cancellation);

    /// <summary>Lets nodes start.</summary>
    Task EndAsync(CancellationToken cancellation);
}
