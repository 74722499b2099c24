using System.Diagnostics;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// The messages and commands of one transaction, decided one after the other on the rows they touch. Nothing here
/// waits, and nothing leaves: all effects are collected, and released only once the batch is committed. A batch that
/// did not commit is thrown away and rebuilt from the same work.
/// </summary>
internal sealed class Batch
{
    private readonly BatchRules _rules;
    private readonly Services _services;
    private readonly long _now;
    private readonly BatchRows _rows;
    private readonly Queue<Step> _pending;
    private readonly List<Key> _touched = [];
    private readonly List<(Client Client, Work Work, Reply Reply)> _replies = [];
    private readonly List<(Client Client, Exception Bug)> _bugs = [];
    private readonly List<Client> _unserved = [];
    private readonly List<Reply> _unrequested = [];
    private readonly List<Outgoing> _outgoing = [];
    private readonly IAdmission _admission;
    private int _parked;
    private List<HappenedEvent>? _events;
    private List<Activity>? _spans;

    /// <param name="rules">The services, the application, and the bounds.</param>
    /// <param name="now">The time of all decisions.</param>
    /// <param name="works">The works to decide, in this order.</param>
    /// <param name="rows">Takes the rows; the batch begins by emptying it.</param>
    public Batch(BatchRules rules, long now, List<Work> works, BatchRows rows)
    {
        rows.Clear();
        (_rules, _services, _now, _rows) = (rules, rules.Services, now, rows);
        _pending = new Queue<Step>(works.Count);
        _admission = rules.Application.Admission();
        foreach (var work in works)
        {
            var kind = work.Receipt is null ? ActivityKind.Internal : ActivityKind.Consumer;
            _pending.Enqueue(new Step(work.Message, work, Begin(work.Message, work.Traceparent, kind), IsOwn: true));
        }
    }

    /// <summary>Replies, in the order of their decisions; they leave only after the commit.</summary>
    public IReadOnlyList<(Client Client, Work Work, Reply Reply)> Replies => _replies;

    /// <summary>Commands that ran into a bug, and changed nothing.</summary>
    public IReadOnlyList<(Client Client, Exception Bug)> Bugs => _bugs;

    /// <summary>How many messages may be parked in the batch; one more is lost.</summary>
    public int RoomForParked { get; init; } = int.MaxValue;

    /// <summary>Whether a message waits for the log already: a sweep need not repeat it.</summary>
    public Func<Message, bool> IsWaiting { get; init; } = _ => false;

    /// <summary>How many messages were lost, because there was no room to park them.</summary>
    public int Lost { get; private set; }

    /// <summary>Commands for which there was no room, and which changed nothing.</summary>
    public IReadOnlyList<Client> Unserved => _unserved;

    /// <summary>Replies to messages, for which no client of the batch waits.</summary>
    public IReadOnlyList<Reply> Unrequested => _unrequested;

    /// <summary>Messages to services of other engines.</summary>
    public IReadOnlyList<Outgoing> Outgoing => _outgoing;

    /// <summary>The public events, in the order in which they happened.</summary>
    public IReadOnlyList<HappenedEvent> Events => _events ?? [];

    /// <summary>Whether messages wait to be decided. Their missing rows, in key order, are put into the list.</summary>
    public bool TryNextKeys(List<Key> missing)
    {
        missing.Clear();
        foreach (var step in _pending)
        {
            _touched.Clear();
            AddKeys(step);
            _rows.Add(_touched, missing);
        }

        missing.Sort();
        return _pending.Count > 0;
    }

    /// <summary>The undecided works that need one of these rows, each with the first of them.</summary>
    public Dictionary<Work, Key> WorksOn(IReadOnlyCollection<Key> keys)
    {
        var wanted = keys.ToHashSet();
        Dictionary<Work, Key> works = [];
        foreach (var step in _pending)
        {
            _touched.Clear();
            AddKeys(step);
            foreach (var key in _touched.Where(wanted.Contains))
            {
                works.TryAdd(step.Work.Replays ?? step.Work, key);
            }
        }

        return works;
    }

    /// <summary>
    /// Decides the messages with loaded rows; the messages that they send to the same engine are pending next.
    /// </summary>
    public void DecidePending()
    {
        for (var count = _pending.Count; count > 0; count--)
        {
            var step = _pending.Dequeue();
            try
            {
                Decide(step);
            }
            catch (Exception bug) when (bug is not (OutOfMemoryException or TransientFault or FatalFault or RowFault))
            {
                SetAside(step, bug);
            }
        }
    }

    /// <summary>
    /// The batch is committed: its spans get their end. The spans of a batch that is thrown away are never exported.
    /// </summary>
    public void EndSpans()
    {
        foreach (var span in _spans ?? [])
        {
            span.Stop();
        }
    }

    private MessageTrace Begin(Message message, string? traceparent, ActivityKind kind)
    {
        // The engine's own messages have no name on the wire, and so no spans.
        var parent = message is HousekeepingMessage ? null : traceparent;
        var trace = MessageTrace.BeginTrace(_rules.Application, message, parent, kind);
        if (trace.Span is { } span)
        {
            (_spans ??= []).Add(span);
        }

        return trace;
    }

    private void AddKeys(Step step)
    {
        if (_services.TryAddKeys(step.Message, _touched)
            && step is { IsOwn: true, Work.Client.Key: { } idempotencyKey })
        {
            _touched.Add(IdempotentReplies.RowOf(idempotencyKey));
        }
    }

    private void Decide(Step step)
    {
        if (step is { IsOwn: true, Work.Client: { Key: { } idempotencyKey } client })
        {
            DecideOnce(step, client, IdempotentReplies.RowOf(idempotencyKey));
            return;
        }

        var decision = _services.ServiceFor(step.Message).Decide(_rows, step.Message, _now);
        if (step is { IsOwn: true, Work.Client: { } waiting })
        {
            if (IsCrowdedOut(decision, step.Message, waiting))
            {
                return;
            }

            _replies.Add((waiting, step.Work, ReplyOf(decision, step.Message)));
        }
        else if (decision.Reply is { } unrequested)
        {
            _unrequested.Add(unrequested);
        }

        if (step.Message is Park park && IsBeyondRoom(park, decision))
        {
            return;
        }

        Apply(decision, step);
        if (step is { IsRepair: true, Work.Replays.Message: ReplayParked replay })
        {
            _pending.Enqueue(new Step(new RecordReturn(replay.Id), step.Work, Trace: default, IsOwn: false));
        }
    }

    // The sweeps ask again for what a lost message was about. One that waits for a blocked row, or came out of an
    // envelope that was kept, is kept all the same.
    private bool IsBeyondRoom(Park park, Decision decision)
    {
        if (decision.Changes.Count == 0 || park.RetryAt is not null || _rows.Has(park.Row))
        {
            return false;
        }

        if (_parked < RoomForParked)
        {
            _parked++;
            return false;
        }

        Lost++;
        return true;
    }

    // A command that the application has no room for is forgotten before anything has happened.
    private bool IsCrowdedOut(Decision decision, Message message, Client client)
    {
        if (_admission.Admits(message, decision))
        {
            return false;
        }

        _unserved.Add(client);
        return true;
    }

    // The first answer is stored with its effect and repeated from then on. A postponed command has no answer yet.
    private void DecideOnce(Step step, Client client, Key key)
    {
        if (_rules.Replies.Find(_rows, key, client.Request) is { } repeated)
        {
            _replies.Add((client, step.Work, repeated));
            return;
        }

        var decision = _services.ServiceFor(step.Message).Decide(_rows, step.Message, _now);
        if (IsCrowdedOut(decision, step.Message, client))
        {
            return;
        }

        var reply = ReplyOf(decision, step.Message);
        Apply(decision, step);
        if (reply is not Postponed)
        {
            _rows.Change(key, _rules.Replies.Store(client.Request, reply, _now));
        }

        _replies.Add((client, step.Work, reply));
    }

    // By index: an enumerator of a list behind an interface is an object, twice for every message.
    private void Apply(Decision decision, Step step)
    {
        var before = decision.Event is { Row: var about } ? _rows.Of(about).State : null;
        for (var i = 0; i < decision.Changes.Count; i++)
        {
            var change = decision.Changes[i];
            _rows.Change(change.Key, change.State);
        }

        if (decision.Event is { } happened)
        {
            var row = _rows.Of(happened.Row);
            step.Trace.Record(happened);
            (_events ??= []).Add(
                new HappenedEvent(happened, before, row.VersionAfter, row.Events++, step.Trace.Context));
        }

        for (var i = 0; i < decision.Messages.Count; i++)
        {
            var message = decision.Messages[i];
            if (message is Replayed replayed)
            {
                Replay(replayed, step);
                continue;
            }

            var traceparent = step.Trace.ContextOf(step.Message, message);
            if (IsDecidedHere(message))
            {
                var trace = Begin(message, traceparent, ActivityKind.Internal);
                _pending.Enqueue(new Step(message, step.Work, trace, IsOwn: false));
            }
            else if (step.Work.Swept is null || !IsWaiting(message))
            {
                _outgoing.Add(new Outgoing(message, traceparent));
            }
        }
    }

    private bool IsDecidedHere(Message message) =>
        message is HousekeepingMessage || (_rules.Options.DecidesLocally && _services.HasService(message.To));

    private void Replay(Replayed replayed, Step step)
    {
        var (message, origin, isRepair) = replayed;
        var work = new Work { Message = message, Origin = origin, Replays = step.Work, IsRepair = isRepair };
        _pending.Enqueue(new Step(message, work, Trace: default, IsOwn: false));
    }

    // A message is parked; a command's client receives the fault instead, and can send it again.
    private void SetAside(Step step, Exception bug)
    {
        step.Trace.Fail(bug);
        if (step is { IsOwn: true, Work.Client: { } client })
        {
            _bugs.Add((client, bug));
        }
        else if (step.Message is HousekeepingMessage)
        {
            throw new FatalFault("engine-bug", $"{step.Message} cannot be handled.", bug);
        }
        else if (step is { IsRepair: true, Work.Replays.Message: ReplayParked replay })
        {
            // The operator's command is not kept: the message that it is about is parked still.
            _pending.Enqueue(new Step(new ParkAgain(replay.Id, bug.Message), step.Work, Trace: default, IsOwn: false));
        }
        else
        {
            var park = _rules.Parking.ParkMessage(step.Message, bug.Message, step.Work.Origin);
            _pending.Enqueue(new Step(park, step.Work, Trace: default, IsOwn: false));
        }
    }

    private static Reply ReplyOf(Decision decision, Message message) =>
        decision.Reply ?? throw new InvalidOperationException($"{message.GetType().Name} got no reply.");

    /// <summary>The row that a reply is about, as the batch leaves it; null where it is about none.</summary>
    public Row? RowOf(Reply reply) => reply is IRowReply { Row: var key } ? _rows.Of(key) : null;

    private readonly record struct Step(Message Message, Work Work, MessageTrace Trace, bool IsOwn)
    {
        /// <summary>Whether it is the repair itself, and not a message that follows from it.</summary>
        public bool IsRepair => Work.IsRepair && ReferenceEquals(Message, Work.Message);
    }
}
