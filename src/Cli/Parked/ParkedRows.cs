using Cartwright.CommandLine;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Cartwright.Web.Http;

namespace Cartwright.Cli.Parked;

/// <summary>The parked messages that a verb has read.</summary>
/// <param name="Messages">Those that can be read, by their ids.</param>
/// <param name="Unread">The rows that cannot be read, with the reason.</param>
internal sealed record ParkedRows(
    IReadOnlyList<(string Id, ParkedMessage Message)> Messages, IReadOnlyList<(Key Key, string Why)> Unread)
{
    public static ParkedRows None { get; } = new([], []);

    public bool IsEmpty => Messages.Count == 0 && Unread.Count == 0;

    /// <summary>Those of one id; several databases can have one each.</summary>
    public ParkedRows RowsOf(string id) => new(
        [.. Messages.Where(row => row.Id == id)], [.. Unread.Where(row => row.Key.Text == id)]);

    /// <summary>Names each unreadable row on standard error.</summary>
    /// <returns>The status to end with: a failure where there is one, because it is missing from the answer.</returns>
    public int NameUnread(ErrorLines errors)
    {
        foreach (var (key, why) in Unread)
        {
            errors.Note(
                $"Row {PlainText.EscapeControls($"{key}")} cannot be read: {PlainText.EscapeControls(why)}",
                ProblemCodes.UnreadableRow);
        }

        return Unread.Count == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
    }
}
