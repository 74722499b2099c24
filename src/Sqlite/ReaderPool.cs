using System.Collections.Concurrent;

namespace Cartwright.Sqlite;

/// <summary>A bounded number of connections that only read, beside the lane and undisturbed by it.</summary>
internal sealed class ReaderPool(string path, OpenFiles files) : IDisposable
{
    private const int ReadersMax = 4;

    private readonly SemaphoreSlim _room = new(ReadersMax);
    private readonly ConcurrentBag<Session> _idle = [];

    /// <summary>Reads in one transaction: everything it sees was committed by one moment.</summary>
    public async ValueTask<T> RunAsync<T>(Func<Session, T> read, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            return Run(read);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _room.Dispose();
    }

    private T Run<T>(Func<Session, T> read)
    {
        if (!_idle.TryTake(out var session))
        {
            session = new Session(files.Open(path, Access.Read));
        }

        try
        {
            session.Prepared("BEGIN").BeginExecution().ExecuteOnce();
            var result = read(session);
            session.EndRead();
            files.RequireSometimes();
            _idle.Add(session);
            return result;
        }
        catch
        {
            // The cause may lie in the connection; the next reader makes a new one.
            session.Dispose();
            throw;
        }
    }
}
