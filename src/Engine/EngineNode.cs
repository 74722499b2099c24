using Cartwright.Engine.Batches;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Timers;
using Cartwright.Engine.Waiting;
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
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(200);

    private readonly LaneContext _context;
    private readonly IStore _store;
    private readonly ILog? _log;
    private readonly IdSource _ids;
    private readonly List<(Inbox Inbox, Role Role)> _inboxes = [];
    private readonly List<IStoreLane> _storeLanes = [];
    private readonly List<Lane> _lanes = [];
    private readonly List<Timers.Timer> _timers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Task> _loops = [];
    private bool _isDraining;
    private bool _isDisposed;

    /// <param name="services">The services of this node that share the database.</param>
    /// <param name="application">The application that the services belong to.</param>
    /// <param name="store">The database.</param>
    /// <param name="blocks">Where numbers come from.</param>
    /// <param name="log">The log to other nodes; null where all services are here.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Where the engine says what it does.</param>
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

        (_store, _log) = (store, log);
        _ids = new IdSource(blocks, options.IdBlock, clock);
        var intake = new Intake(options, clock);
        var uptime = new Uptime(clock);
        var codec = new MessageCodec(application.Wire);
        _context = new LaneContext(
            new Services(services),
            application,
            options,
            intake,
            new Outbox(log, codec, _ids, options, uptime),
            new Announcements(application.Wire, _ids),
            new Postponements(options),
            new LeftOut(uptime),
            new Parking(application.Wire, options.Shop),
            new ParkedRoom(store, options, clock),
            new EngineMetrics(services, scope: this),
            receipt => _inboxes.Find(entry => entry.Role == receipt.Partition.Role).Inbox.Done(receipt),
            clock,
            uptime,
            logger);
        if (log is not null)
        {
            _inboxes.AddRange(services.Select(s => (new Inbox(s.Role, intake, log, codec, options.Shop), s.Role)));
        }

        Gauges.AddTo(_context);
        foreach (var (inbox, _) in _inboxes)
        {
            Gauges.AddTo(_context, inbox);
        }
    }

    /// <summary>Ends when the engine has stopped; with the fault, where it stopped because of one.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether commands are accepted.</summary>
    public bool IsReady => _loops.Count > 0 && !_isDraining && !_ended.Task.IsCompleted;

    /// <summary>For how long the oldest envelope has waited to be confirmed by the log; zero without one.</summary>
    public TimeSpan OldestUnconfirmed => _context.Outbox.OldestSince is { } since
        ? TimeSpan.FromMilliseconds(_context.Uptime.Ms - since)
        : TimeSpan.Zero;

    /// <summary>The options in force.</summary>
    public EngineOptions Options => _context.Options;

    /// <summary>The time of decisions made now, in milliseconds since 1970.</summary>
    public long Now => _context.Now;

    /// <summary>The time by which the engine lives.</summary>
    public TimeProvider Clock => _context.Clock;

    /// <summary>Opens the lanes and begins to work.</summary>
    /// <exception cref="FatalFault"><c>broken-clock</c>: the clock cannot be right.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        ClockRange.Require(_context.Now, "The clock");
        for (var i = 0; i < Options.Lanes; i++)
        {
            var storeLane = await _store.OpenLaneAsync(cancellation);
            _storeLanes.Add(storeLane);
            _lanes.Add(new Lane(_context, storeLane));
        }

        foreach (var (inbox, role) in _inboxes)
        {
            _log!.Subscribe(role, inbox);
        }

        _loops =
        [
            .. _lanes.Select(lane => GuardAsync(lane.RunAsync)),
            .. _timers.Concat(EngineTimers.Of(_context, _store, hasLog: _log is not null))
                .Select(timer => GuardAsync(timer.RunAsync)),
        ];
    }

    /// <summary>A number that no one else gets.</summary>
    public ValueTask<long> NextIdAsync(CancellationToken cancellation) => _ids.NextAsync(cancellation);

    /// <summary>
    /// Has something looked after at regular times, from the start on. A look that fails because of the database is
    /// logged and repeated at its next time.
    /// </summary>
    /// <param name="pauseMs">The time between the end of one look and the next, in milliseconds.</param>
    /// <param name="look">The look.</param>
    public void Every(int pauseMs, Func<CancellationToken, Task> look) =>
        _timers.Add(new Timers.Timer(pauseMs, look, _context.Clock, _context.Outage));

    /// <summary>
    /// The partitions of a service's inbox that this node reads now, in order; null where the node has no such inbox.
    /// </summary>
    public IReadOnlyList<int>? PartitionsOf(Role role) =>
        _inboxes.Find(entry => entry.Role == role).Inbox?.Partitions;

    /// <summary>Runs a command and gives its answer once it is committed.</summary>
    /// <param name="command">The command; it goes to a service of this engine.</param>
    /// <param name="request">Method and path, to which an Idempotency-Key is bound.</param>
    /// <param name="idempotencyKey">The Idempotency-Key, where one was given.</param>
    /// <exception cref="NotServedException">The command got no answer; it says whether anything changed.</exception>
    public Task<Answer> AskAsync(Message command, string request, string? idempotencyKey = null)
    {
        if (!IsReady)
        {
            throw new NotServedException(NotServed.Draining);
        }

        var client = new Client(idempotencyKey, request, _context.Uptime.Ms + Options.PatienceMs);
        var work = new Work
        {
            Message = command,
            Origin = request,
            Client = client,
            Traceparent = MessageTrace.Current,
        };
        return !_context.Outbox.IsFull && _context.Intake.TryAddCommand(work)
            ? client.Answer
            : throw new NotServedException(IsReady ? NotServed.Overloaded : NotServed.Draining);
    }

    /// <summary>
    /// The committed state of a row, or null. While the database is away it waits, as a command does and as long.
    /// </summary>
    /// <exception cref="TransientFault">It was away for too long.</exception>
    /// <exception cref="NotServedException">The row cannot be read.</exception>
    public async ValueTask<T?> ReadAsync<T>(Key key, CancellationToken cancellation)
        where T : class
    {
        using var patience = new CancellationTokenSource(
            TimeSpan.FromMilliseconds(Options.PatienceMs), _context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return (T?)await ReadAsync(key, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientFault("The database did not answer in time.", late);
        }
        catch (RowFault fault) when (fault.IsUnreadable)
        {
            _context.Outage.RowsUnreadable(fault);
            throw new NotServedException(NotServed.Unreadable, fault);
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw;
        }
    }

    private async Task<object?> ReadAsync(Key key, CancellationToken cancellation)
    {
        while (true)
        {
            var reader = new OneRow();
            try
            {
                await _store.ReadAsync([key], reader, cancellation);
                return reader.State;
            }
            catch (TransientFault) when (!_isDraining)
            {
                await Task.Delay(ReadPause, _context.Clock, cancellation);
            }
        }
    }

    /// <summary>Comes back once the database has answered.</summary>
    /// <exception cref="TransientFault">It does not answer, or has refused all writes for some time.</exception>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            await _store.FindDueAsync(ParkedMessage.Table, now: 0, limit: 1, cancellation);
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw new TransientFault(fault.Message, fault);
        }

        if (_lanes.TrueForAll(lane => lane.Failing > FailingMax) && _lanes.Count > 0)
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
            await _store.ReadAsync(keys, sink, cancellation);
        }
        catch (FatalFault fault)
        {
            Fail(fault);
            throw;
        }
    }

    /// <summary>Accepts nothing more, and waits, up to a bound, until what was accepted is done.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        _isDraining = true;
        var began = _context.Clock.GetTimestamp();
        while (_context.Clock.GetElapsedTime(began) < patience
            && !_ended.Task.IsCompleted
            && !(_context.Intake.IsIdle && _context.Outbox.IsEmpty))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), _context.Clock);
        }
    }

    /// <summary>Stops all loops, wherever they are. What was committed stays; the rest never happened.</summary>
    public async Task StopAsync()
    {
        _isDraining = true;
        _stopping.Cancel();
        await Task.WhenAll(_loops);
        foreach (var lane in _storeLanes)
        {
            await lane.DisposeAsync();
        }

        _storeLanes.Clear();
        foreach (var work in _context.Postponements.Take())
        {
            work.Client!.Refuse(NotServed.Draining);
        }

        foreach (var work in _context.Intake.Close())
        {
            work.Client!.Refuse(NotServed.Draining);
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
        _context.Intake.Dispose();
        _context.Metrics.Dispose();
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

    // Going on would do harm: everything stops, and whoever runs the node hears why.
    private void Fail(Exception fault)
    {
        EngineLog.Fatal(_context.Log, fault);
        _ended.TrySetException(fault);
        _stopping.Cancel();
    }

    private sealed class OneRow : IRowSink
    {
        public object? State { get; private set; }

        public void Found(Key key, object state, long version) => State = state;
    }
}
