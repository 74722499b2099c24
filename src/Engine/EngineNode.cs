using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine;

/// <summary>
/// The engine of one node over one database: it takes commands from clients and messages from the log, and runs
/// them in batches. Start it once, stop it once.
/// </summary>
public sealed class EngineNode : IAsyncDisposable
{
    private static readonly TimeSpan FailingMax = TimeSpan.FromSeconds(10);

    private readonly EngineParts _parts;
    private readonly IStore _store;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Task> _loops = [];
    private bool _isDraining;
    private bool _isDisposed;

    /// <param name="services">The services of this node that share the database.</param>
    /// <param name="application">The application that the services belong to.</param>
    /// <param name="store">The database.</param>
    /// <param name="blocks">The source of numbers.</param>
    /// <param name="log">The log to other nodes; null where all services are here.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">The engine's log.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public EngineNode(
        IReadOnlyList<IService> services,
        IApplication application,
        IStore store,
        IIdBlocks blocks,
        ILog? log,
        EngineOptions options,
        TimeProvider clock,
        ILogger logger)
    {
        options.Validate();
        if (log is not null && services.FirstOrDefault(s => !options.Receivers.Contains(s.Role)) is { } unlisted)
        {
            throw new ArgumentException($"The log has no inbox of {unlisted.Role.Name}.", nameof(options));
        }

        Options = options;
        _parts = EngineParts.Make(services, application, store, blocks, log, options, clock, logger, scope: this);
        _store = store;
        Gauges.AddTo(_parts);
    }

    /// <summary>Ends when the engine has stopped; with the fault, where it stopped because of one.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether commands are accepted.</summary>
    public bool IsReady => _loops.Count > 0 && !_isDraining && !_ended.Task.IsCompleted;

    /// <summary>For how long the oldest envelope has waited to be confirmed by the log; zero without one.</summary>
    public TimeSpan OldestUnconfirmed => _parts.Delivery.Outbox.OldestSince is { } since
        ? TimeSpan.FromMilliseconds(_parts.Time.UptimeMs - since)
        : TimeSpan.Zero;

    /// <summary>How many messages and commands wait for a lane.</summary>
    public int Waiting => _parts.Delivery.Intake.Count;

    /// <summary>How many envelopes the log has not confirmed yet.</summary>
    public int Unconfirmed => _parts.Delivery.Outbox.Count;

    /// <summary>The options in force.</summary>
    public EngineOptions Options { get; }

    /// <summary>The time of decisions made now, in milliseconds since 1970.</summary>
    public long Now => _parts.Time.Now;

    /// <summary>The time by which the engine lives.</summary>
    public TimeProvider Clock => _parts.Time.Clock;

    /// <summary>Opens the lanes and begins to work.</summary>
    /// <exception cref="FatalFault"><c>broken-clock</c>: the clock cannot be right.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _parts.Time.Require();
        var lanes = await _parts.Batches.Lanes.OpenAsync(_store, cancellation);
        _parts.Delivery.Inboxes.Subscribe();
        _loops =
        [
            .. lanes.Select(lane => GuardAsync(lane.RunBatchesAsync)),
            .. _parts.Timers.All.Select(timer => GuardAsync(timer.RunUntilStoppedAsync)),
        ];
    }

    /// <summary>A unique number.</summary>
    public ValueTask<long> NextIdAsync(CancellationToken cancellation) => _parts.Delivery.Ids.NextAsync(cancellation);

    /// <summary>
    /// Has something looked after at regular times, from the start on. A look that fails because of the database is
    /// logged and repeated at its next time.
    /// </summary>
    /// <param name="pauseMs">The time between the end of one look and the next, in milliseconds.</param>
    /// <param name="look">The look.</param>
    public void Every(int pauseMs, Func<CancellationToken, Task> look) =>
        _parts.Timers.Every(pauseMs, look);

    /// <summary>
    /// The partitions of a service's inbox that this node reads now, in order; null where the node has no such inbox.
    /// </summary>
    public IReadOnlyList<int>? PartitionsOf(Role role) =>
        _parts.Delivery.Inboxes.PartitionsOf(role);

    /// <summary>Runs a command and gives its answer once it is committed.</summary>
    /// <param name="command">The command; it goes to a service of this engine.</param>
    /// <param name="request">Method and path, to which an Idempotency-Key is bound.</param>
    /// <param name="idempotencyKey">The Idempotency-Key, where one was given.</param>
    /// <exception cref="NotServedException">
    /// The command got no answer; the reason states whether anything may have changed.
    /// </exception>
    public Task<Answer> AskAsync(Message command, string request, string? idempotencyKey = null)
    {
        if (!IsReady)
        {
            throw new NotServedException(NotServed.Draining);
        }

        var client = new Client(idempotencyKey, request, _parts.Time.UptimeMs + Options.PatienceMs);
        var work = new Work
        {
            Message = command,
            Origin = request,
            Client = client,
            Traceparent = MessageTrace.Current,
        };
        if (!_parts.Delivery.Outbox.IsFull && _parts.Delivery.Intake.TryAddCommand(work))
        {
            return client.Answer;
        }

        if (!IsReady)
        {
            throw new NotServedException(NotServed.Draining);
        }

        _parts.Report.Shed();
        throw new NotServedException(NotServed.Overloaded);
    }

    /// <summary>
    /// The committed state of a row, or null. While the database is away it waits, as a command does and as long.
    /// </summary>
    /// <exception cref="TransientFault">It was away for too long.</exception>
    /// <exception cref="NotServedException">The row cannot be read.</exception>
    public async ValueTask<T?> ReadAsync<T>(Key key, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return (T?)await _parts.Rows.ReadAsync(key, cancellation);
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw;
        }
    }

    /// <summary>
    /// A page of a list of committed rows, in the order of their keys. It waits as <see cref="ReadAsync"/> does.
    /// </summary>
    /// <exception cref="TransientFault">The database was away for too long.</exception>
    /// <exception cref="NotServedException">One of the rows cannot be read.</exception>
    public async ValueTask<IReadOnlyList<(Key Key, T State)>> ReadPageAsync<T>(
        RowPage page, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var rows = await _parts.Rows.ReadPageAsync(page, cancellation);
            return rows.ConvertAll(row => (row.Key, (T)row.State));
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw;
        }
    }

    /// <summary>Comes back once the database has answered.</summary>
    /// <exception cref="TransientFault">It does not answer, or has refused all writes for some time.</exception>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            await _parts.Rows.ProbeAsync(cancellation);
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw new TransientFault(fault.Message, fault);
        }

        if (_parts.Batches.Lanes.AreFailingFor(FailingMax))
        {
            throw new TransientFault("The database has taken nothing for some time.");
        }
    }

    /// <summary>Reads rows as they were committed last, once. A fault that nothing mends stops the engine.</summary>
    /// <param name="keys">Which rows, in key order.</param>
    /// <param name="sink">Receives each that exists.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TransientFault">The database does not answer.</exception>
    public async ValueTask ReadOnceAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        try
        {
            await _parts.Rows.ReadOnceAsync(keys, sink, cancellation);
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw;
        }
    }

    /// <summary>Accepts nothing more, and waits, up to a bound, until the accepted work is done.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        (_isDraining, _parts.Rows.IsPatient) = (true, false);
        var began = Clock.GetTimestamp();
        while (Clock.GetElapsedTime(began) < patience
            && !_ended.Task.IsCompleted
            && !(_parts.Delivery.Intake.IsIdle && _parts.Delivery.Outbox.IsEmpty))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Clock);
        }
    }

    /// <summary>Stops all loops, wherever they are. Committed work stays; the rest never happened.</summary>
    public async Task StopAsync()
    {
        (_isDraining, _parts.Rows.IsPatient) = (true, false);
        _stopping.Cancel();
        await Task.WhenAll(_loops);
        await _parts.Batches.Lanes.CloseAsync();
        foreach (var work in _parts.Batches.Postponed.Take().Concat(_parts.Delivery.Intake.Close()))
        {
            work.Client!.RejectRequest(NotServed.Draining);
        }

        _ended.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        await StopAsync();
        _isDisposed = true;
        _stopping.Dispose();
        _parts.Delivery.Intake.Dispose();
        _parts.Metrics.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    // A fatal fault: everything stops, and the host of the node receives the fault.
    private void Fail(Exception fault)
    {
        _parts.Report.Stopped(fault);
        _ended.TrySetException(fault);
        _stopping.Cancel();
    }
}
