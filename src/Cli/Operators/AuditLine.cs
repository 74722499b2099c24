using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.Admin.Audit;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Operators;

/// <summary>
/// The record of an operator's action by a verb: one line on standard error, as a node with a log of JSON writes it.
/// </summary>
internal static class AuditLine
{
    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Takes an action and records it, also where it fails: then its effect is not known.</summary>
    /// <param name="action">The verb, such as <c>parked drop</c>.</param>
    /// <param name="ids">The orders or messages.</param>
    /// <param name="reason">Why; null where the operator gave no reason.</param>
    /// <param name="act">The action; it returns how many of them were changed.</param>
    public static async Task<int> RecordAsync(
        string action, IReadOnlyCollection<string> ids, string? reason, Func<Task<int>> act)
    {
        int? changed = null;
        try
        {
            changed = await act();
            return changed.Value;
        }
        finally
        {
            var record = AuditRecord.OfAction(
                action, ids, choice: null, reason, Environment.UserName, traceId: null, changed);
            await Console.Error.WriteLineAsync(TextOf(record, TimeProvider.System.GetUtcNow()));
        }
    }

    private static string TextOf(AuditRecord record, DateTimeOffset at) => JsonSerializer.Serialize(
        new
        {
            Timestamp = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            EventId = AuditRecord.Event.Id,
            LogLevel = $"{LogLevel.Information}",
            AuditRecord.Category,
            Message = record.ToString(),
            State = new OrderedDictionary<string, object?>(record),
        },
        _json);
}
