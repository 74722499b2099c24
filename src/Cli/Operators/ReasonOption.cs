using System.CommandLine;
using Cartwright.Admin;
using Cartwright.CommandLine;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Cli.Operators;

/// <summary>The option by which an operator gives the reason of an action.</summary>
internal sealed class ReasonOption
{
    private readonly Option<string?> _reason;

    /// <param name="description">What becomes of the reason.</param>
    /// <param name="isRequired">Whether the verb does nothing without one.</param>
    public ReasonOption(string description, bool isRequired) => _reason = new Option<string?>("--reason")
    {
        Description = description,
        HelpName = "TEXT",
        Required = isRequired,
    };

    public void AddTo(Command command) => command.Add(_reason);

    /// <summary>The reason, without control characters; null where none was given.</summary>
    /// <exception cref="UsageFault">It is empty or too long.</exception>
    public string? ReadReason(ParseResult parsed)
    {
        if (parsed.GetValue(_reason) is not { } text)
        {
            return null;
        }

        var reason = PlainText.EscapeControls(text.Trim());
        return reason.Length is > 0 and <= OperatorAction.ReasonCharactersMax
            ? reason
            : throw new UsageFault($"--reason takes 1 to {OperatorAction.ReasonCharactersMax} characters.");
    }
}
