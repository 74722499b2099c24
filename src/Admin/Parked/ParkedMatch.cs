using System.Text.RegularExpressions;
using Cartwright.Engine.Housekeeping;

namespace Cartwright.Admin.Parked;

/// <summary>Which parked messages are of a kind.</summary>
public static partial class ParkedMatch
{
    /// <summary>The type in an id: the part before the slash, as <c>take-stock.v1</c> or <c>unreadable</c>.</summary>
    public static string TypeOf(string id) => id.Split('/')[0];

    /// <summary>
    /// An error without its numbers, each of which becomes <c>#</c>: errors differ by the numbers of the attempts that
    /// they are about.
    /// </summary>
    public static string KindOf(string error) => Digits().Replace(error, "#");

    /// <summary>
    /// Whether a message is of a type and has a text in its error, or in <see cref="KindOf"/> it. A message of a repair
    /// is chosen by its id alone.
    /// </summary>
    /// <param name="id">The message's id.</param>
    /// <param name="message">The message.</param>
    /// <param name="type">The type; null for any.</param>
    /// <param name="error">The text, in any case of letters; null for any.</param>
    public static bool IsChosen(string id, ParkedMessage message, string? type, string? error) =>
        message.ReturnReason is null && IsListed(id, message, type, error);

    /// <summary>The same, repairs included.</summary>
    public static bool IsListed(string id, ParkedMessage message, string? type, string? error) =>
        (type is null || TypeOf(id) == type)
        && (error is null || HasText(message.Error, error) || HasText(KindOf(message.Error), error));

    private static bool HasText(string error, string text) => error.Contains(text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
