using System.Collections;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Cartwright.Admin.Audit;

/// <summary>
/// The record of actions of operators: each is one event of the category <c>Cartwright.Audit</c>, and its text is one
/// line of JSON. A log of JSON has the members as fields too, as the record that a verb leaves.
/// </summary>
internal sealed class AuditLog(ILoggerFactory logs)
{
    /// <summary>The category of the events.</summary>
    public const string Category = "Cartwright.Audit";

    private const int IdsMax = 100;
    private static readonly EventId Event = new(213, "Audit");

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ILogger _log = logs.CreateLogger(Category);

    /// <summary>Takes an action and records it, also where it fails: then its effect is not known here.</summary>
    /// <param name="name">The action, such as <c>parked drop</c>.</param>
    /// <param name="ids">The orders or messages; the record names the first hundred.</param>
    /// <param name="action">The operator, and the reason.</param>
    /// <param name="act">The action.</param>
    /// <param name="choice">The conditions by which the messages were chosen; null where ids were given.</param>
    public async Task<ActionOutcome> RecordActionAsync(
        string name,
        IReadOnlyCollection<string> ids,
        OperatorAction action,
        Func<Task<ActionOutcome>> act,
        string? choice = null)
    {
        if (OperatorAction.MistakeIn(action.Reason) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(action));
        }

        // A button of a page has no request: its trace begins here, and the nodes that it asks have it too.
        using var begun = action.TraceId is null ? new Activity(name).SetIdFormat(ActivityIdFormat.W3C).Start() : null;
        ActionOutcome? outcome = null;
        try
        {
            outcome = await act();
            return outcome;
        }
        finally
        {
            var members = new Members(
            [
                new("Action", name),
                new("Choice", choice),
                new("Ids", choice is null ? string.Join(' ', ids.Take(IdsMax)) : null),
                new("Count", choice is null ? ids.Count : null),
                new("Reason", action.Reason),
                new("Operator", action.Operator),
                new("TraceId", action.TraceId ?? begun?.TraceId.ToHexString()),
                new("Changed", outcome?.Changed),
            ]);
            _log.Log(LogLevel.Information, Event, members, exception: null, (state, _) => state.ToString());
        }
    }

    /// <summary>The members of a record, which are JSON as a text.</summary>
    private sealed class Members(IReadOnlyList<KeyValuePair<string, object?>> members)
        : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => members.Count;

        public KeyValuePair<string, object?> this[int index] => members[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => members.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => JsonSerializer.Serialize(
            new OrderedDictionary<string, object?>(members.Where(member => member.Value is not null)), _json);
    }
}
