using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Cartwright.Admin.Audit;

/// <summary>
/// One event of the audit log, in the one form that it has everywhere: named members, of which those without a value
/// are left out. Its text is one line of JSON. A log of JSON has the members as fields too.
/// </summary>
public sealed class AuditRecord : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The category of the events.</summary>
    public const string Category = "Cartwright.Audit";

    private const int IdsMax = 100;

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly OrderedDictionary<string, object?> _members;

    /// <param name="members">Texts, numbers and truth values by their names, in the order of the text.</param>
    public AuditRecord(params IEnumerable<KeyValuePair<string, object?>> members) =>
        _members = new OrderedDictionary<string, object?>(members.Where(member => member.Value is not null));

    /// <summary>The id of the events.</summary>
    public static EventId Event { get; } = new(213, "Audit");

    public int Count => _members.Count;

    public KeyValuePair<string, object?> this[int index] => _members.GetAt(index);

    /// <summary>The record of an operator's action.</summary>
    /// <param name="name">The action, such as <c>parked drop</c>.</param>
    /// <param name="ids">The orders or messages; the record names the first hundred.</param>
    /// <param name="choice">The conditions by which the messages were chosen; null where ids were given.</param>
    /// <param name="reason">Why; null where the operator gave no reason.</param>
    /// <param name="by">The name of the operator; an address where no name is known.</param>
    /// <param name="traceId">The trace; null without one.</param>
    /// <param name="changed">How many were changed; null where the action failed, or its outcome is unknown.</param>
    public static AuditRecord OfAction(
        string name,
        IReadOnlyCollection<string> ids,
        string? choice,
        string? reason,
        string by,
        string? traceId,
        int? changed) => new(
        new("Action", name),
        new("Choice", choice),
        new("Ids", choice is null ? string.Join(' ', ids.Take(IdsMax)) : null),
        new("Count", choice is null ? ids.Count : null),
        new("Reason", reason),
        new("Operator", by),
        new("TraceId", traceId),
        new("Changed", changed));

    /// <summary>Writes it to a log of the category.</summary>
    public void WriteTo(ILogger log) =>
        log.Log(LogLevel.Information, Event, this, exception: null, (record, _) => record.ToString());

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The line of JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(_members, _json);
}
