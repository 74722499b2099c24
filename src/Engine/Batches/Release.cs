using Cartwright.Engine.Clocks;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Waiting;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>The output of a committed batch: news for the application, log lines, and answers.</summary>
internal sealed class Release(
    IApplication application, PostponedCommands postponed, ParkedReport parked, EngineReport report, NodeTime time)
{
    /// <summary>How many more messages may be parked.</summary>
    public int RoomForParked => parked.Room;

    /// <summary>Releases a batch.</summary>
    public void ReleaseBatch(Batch batch, WriteSet writes)
    {
        application.Committed(
            new CommittedBatch(time.Now, writes.Rows, batch.Events, RowRepliesOf(batch), batch.Unrequested));
        parked.Committed(writes.Rows, batch.Lost);
        Answer(batch);
        postponed.Changed(writes.Rows);
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

    private void Answer(Batch batch)
    {
        foreach (var (client, work, reply) in batch.Replies)
        {
            if (reply is Postponed { WaitsFor: var row })
            {
                postponed.Add(row, work);
            }
            else
            {
                client.SendAnswer(new Answer(reply, batch.RowOf(reply)?.State));
            }
        }

        foreach (var (client, bug) in batch.Bugs)
        {
            report.Failed(bug);
            client.RejectRequest(NotServed.Bug, bug);
        }

        foreach (var client in batch.Unserved)
        {
            report.Shed();
            client.RejectRequest(NotServed.Overloaded);
        }
    }
}
