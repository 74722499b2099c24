using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>One moment of several databases, which their nodes go on writing, kept open until it is disposed.</summary>
public interface IDatabasesMoment : IAsyncDisposable
{
    /// <summary>When it was, in milliseconds since 1970 by the clock of a database's server.</summary>
    long TimeOf(Role role);

    /// <summary>The version of a database's server.</summary>
    string ServerOf(Role role);

    /// <summary>Writes a dump of a database as of the moment into a file that exists and is empty.</summary>
    /// <exception cref="IOException">The program that dumps is missing, or failed.</exception>
    Task DumpAsync(Role role, string file, CancellationToken cancellation);
}
