using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>
/// Reads the databases of this process beside its engine: a few reads at a time, each with connections of its own and
/// none for long. An open view holds disk space, and the processor that it needs is not the engine's.
/// </summary>
/// <param name="databases">How the tables of each service of the process are opened.</param>
internal sealed class LocalViews(IReadOnlyDictionary<Role, Func<IDatabaseView>> databases) : IDisposable
{
    /// <summary>How many reads run side by side.</summary>
    public const int ReadsMax = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _room = new(ReadsMax);

    /// <summary>How the tables of each service are opened.</summary>
    public IReadOnlyDictionary<Role, Func<IDatabaseView>> Databases => databases;

    /// <summary>Reads on a thread that no request and no lane waits for.</summary>
    /// <param name="read">The read; it looks at the token at every row.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AdminFault">The database does not answer, or not in time.</exception>
    public async Task<T> ReadViewsAsync<T>(Func<CancellationToken, T> read, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            await _room.WaitAsync(bound.Token);
            return await RunReadAsync(read, bound.Token).WaitAsync(bound.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new AdminFault($"The database did not answer within {Patience.TotalSeconds} s.", late);
        }
        catch (TransientFault fault)
        {
            throw new AdminFault(fault.Message, fault);
        }
        catch (FatalFault fault)
        {
            throw new AdminFault($"{fault.Message} [{fault.Code}]", fault);
        }
    }

    public void Dispose() => _room.Dispose();

    // A read that is no longer waited for keeps its place until its database has answered.
    private Task<T> RunReadAsync<T>(Func<CancellationToken, T> read, CancellationToken cancellation) => Task.Run(
        () =>
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                return read(cancellation);
            }
            finally
            {
                _room.Release();
            }
        },
        CancellationToken.None);
}
