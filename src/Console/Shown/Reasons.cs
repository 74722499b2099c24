using System.Globalization;
using Cartwright.Admin;

namespace Cartwright.AdminConsole.Shown;

/// <summary>The reason of an action, as an operator has typed it.</summary>
internal static class Reasons
{
    /// <summary>Why a text is no reason; null where it is one.</summary>
    public static string? MistakeIn(string reason) => reason switch
    {
        "" => "An action needs a reason.",
        { Length: > OperatorAction.ReasonCharactersMax } => string.Create(
            CultureInfo.InvariantCulture, $"A reason has {OperatorAction.ReasonCharactersMax} characters at most."),
        _ when reason.Any(char.IsControl) => "A reason has no control characters.",
        _ => null,
    };
}
