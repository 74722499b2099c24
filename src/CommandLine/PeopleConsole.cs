using Spectre.Console;

namespace Cartwright.CommandLine;

/// <summary>Where tables for people go. Without a terminal they get room enough not to be folded.</summary>
public static class PeopleConsole
{
    private const int WidthWithoutTerminal = 120;

    public static IAnsiConsole OnWriter(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
