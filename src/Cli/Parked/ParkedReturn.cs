using System.CommandLine;
using Cartwright.Admin.Parked;
using Cartwright.Cli.Operators;
using Cartwright.CommandLine;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Cli.Parked;

/// <summary>
/// Has the stock returned that the attempt of a failed order has taken. The order service decides whether that is
/// right; here it is only asked for, with the operator's name and reason.
/// </summary>
internal sealed class ParkedReturn
{
    /// <summary>The type of the message, as it stands in its id.</summary>
    public const string Type = "stock-taken.v1";

    private readonly ReasonOption _reason = new("Why; it is logged and stays on record", isRequired: true);

    public void AddTo(Command command) => _reason.AddTo(command);

    /// <summary>Asks for it.</summary>
    /// <returns>The status to end with; null where there is no such message.</returns>
    /// <exception cref="UsageFault">The reason is none, or the message is about something else.</exception>
    public async Task<int?> ReturnStockAsync(
        ParkedDatabases databases, ParseResult parsed, string id, CancellationToken stop)
    {
        var reason = _reason.ReadReason(parsed);
        if (ParkedMatch.TypeOf(id) != Type)
        {
            throw new UsageFault(
                $"Only a {Type} message reports taken stock; {PlainText.EscapeControls(id)} is of another type.");
        }

        var change = new DatabaseChange.Return(id, $"{reason} ({Environment.UserName})");
        var count = await AuditLine.RecordAsync(
            "parked return", [id], reason, () => databases.ChangeAllAsync(change, stop));
        if (count == 0)
        {
            return null;
        }

        Console.WriteLine($"{PlainText.EscapeControls(id)}: its stock will be returned.");
        return CommandLineRun.Success;
    }
}
