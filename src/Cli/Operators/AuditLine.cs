using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cartwright.Cli.Operators;

/// <summary>
/// The record of an operator's action: one line of JSON on standard error, in the form and the category in which the
/// nodes log the actions at their admin address.
/// </summary>
internal static class AuditLine
{
    private const string Category = "Cartwright.Audit";
    private const int IdsMax = 100;

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Takes an action and records it, also where it fails: then its effect is not known.</summary>
    /// <param name="action">The verb, such as <c>parked drop</c>.</param>
    /// <param name="ids">The orders or messages; the line names the first hundred.</param>
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
            await Console.Error.WriteLineAsync(
                TextOf(action, ids, reason, changed, TimeProvider.System.GetUtcNow(), Environment.UserName));
        }
    }

    /// <summary>The line.</summary>
    internal static string TextOf(
        string action,
        IReadOnlyCollection<string> ids,
        string? reason,
        int? changed,
        DateTimeOffset at,
        string user) => JsonSerializer.Serialize(
        new
        {
            Timestamp = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            LogLevel = "Information",
            Category,
            Message = $"{action}: {(changed is { } count ? $"{count} changed" : "failed, effect unknown")}",
            State = new
            {
                Action = action,
                Ids = ids.Take(IdsMax),
                Count = ids.Count > IdsMax ? ids.Count : (int?)null,
                Reason = reason,
                Operator = user,
                Changed = changed,
            },
        },
        _json);
}
