using Cartwright.Engine.Ports;
using Cartwright.Engine.Waiting;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>What leaves a batch once it is committed: news for the application, log lines, and answers.</summary>
internal sealed class Release(LaneContext context)
{
    public void Run(Batch batch, WriteSet writes)
    {
        context.Application.Committed(
            new CommittedBatch(context.Now, writes.Rows, batch.Events, RowRepliesOf(batch), batch.Unrequested));
        ReportParked(batch, writes);
        Answer(batch);
        if (!context.Postponements.IsEmpty)
        {
            var changed = writes.Rows.Select(write => write.Key).ToHashSet();
            Postponements.TryAgain(context.Postponements.Take(changed), context.Intake, context.Uptime.Ms);
        }
    }

    private static List<CommittedReply> RowRepliesOf(Batch batch)
    {
        List<CommittedReply> replies = [];
        foreach (var (_, work, reply) in batch.Replies)
        {
            if (batch.RowOf(reply) is { } row)
            {
                replies.Add(new CommittedReply(work.Message, reply, row.Key, row.State, row.VersionAfter));
            }
        }

        return replies;
    }

    private void ReportParked(Batch batch, WriteSet writes)
    {
        foreach (var write in writes.Rows)
        {
            switch (write.State)
            {
                case ParkedMessage { Due: null, ReturnedAt: { } at } returned when at >= returned.At:
                    EngineLog.Returned(context.Log, write.Key.Text!, returned.ReturnReason ?? "", returned.Error);
                    break;
                case ParkedMessage { Due: null } parked:
                    EngineLog.Parked(context.Log, write.Key.Text!, parked.Error);
                    context.Metrics.Parked();
                    if (write.Version == 0)
                    {
                        context.ParkedRoom.Parked();
                    }

                    break;
                case ParkedMessage parked:
                    EngineLog.ParkedForRetry(context.Log, write.Key.Text!, parked.Error);
                    break;
            }
        }

        if (batch.Lost > 0)
        {
            context.Metrics.ParkedLost(batch.Lost);
            if (context.ParkedRoom.Lost(batch.Lost) is { } lost)
            {
                EngineLog.ParkedLost(context.Log, lost, context.Options.ParkedMax);
            }
        }
    }

    private void Answer(Batch batch)
    {
        var now = context.Uptime.Ms;
        foreach (var (client, work, reply) in batch.Replies)
        {
            if (reply is not Postponed { WaitsFor: var row })
            {
                client.Tell(new Answer(reply, batch.RowOf(reply)?.State));
            }
            else if (client.GiveUpAt <= now || !context.Postponements.TryAdd(row, work))
            {
                client.Refuse(NotServed.Overloaded);
            }
        }

        foreach (var (client, bug) in batch.Bugs)
        {
            EngineLog.Bug(context.Log, bug);
            client.Refuse(NotServed.Bug, bug);
        }

        foreach (var client in batch.Refused)
        {
            client.Refuse(NotServed.Overloaded);
        }
    }
}
