namespace Cartwright.Engine.Ports;

/// <summary>
/// One database as the verbs of an operator use it: beside the processes that serve it, or without any. Nothing is open
/// between two calls. All methods throw <see cref="TransientFault"/> while the database cannot be reached, and
/// <see cref="FatalFault"/> where it is missing, damaged, or not one that this program can use.
/// </summary>
public interface IDatabaseAtRest
{
    /// <summary>Opens all tables as they stand at this moment. Close it soon: an open view holds disk space.</summary>
    IDatabaseView OpenView();

    /// <summary>Makes a change in one short transaction, which a running process sees at its next sweep.</summary>
    /// <returns>How many rows were changed.</returns>
    Task<int> ChangeAsync(DatabaseChange change, CancellationToken cancellation);

    /// <summary>Brings the tables up to date. Several calls at once take turns, or are refused.</summary>
    /// <param name="looksOnly">Whether nothing is changed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The migrations that the database lacked.</returns>
    Task<IReadOnlyList<string>> MigrateAsync(bool looksOnly, CancellationToken cancellation);

    /// <summary>Copies the database, as it stood at one moment, into one file.</summary>
    /// <param name="file">The copy; its folder exists, and it does not.</param>
    /// <param name="progress">Called after each part with the number of copied pages, and of all pages.</param>
    /// <param name="cancellation">Ends it between two parts; nothing is left behind.</param>
    /// <returns>The size of the copy in bytes.</returns>
    /// <exception cref="IOException">The copy cannot be written, or there is a file of its name.</exception>
    /// <exception cref="NotSupportedException">The database is copied by tools of its own server.</exception>
    long CopyTo(string file, Action<long, long> progress, CancellationToken cancellation);
}
