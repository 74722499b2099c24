using System.Runtime.InteropServices;

namespace Cartwright.Exploration.Search;

/// <summary>
/// A state is a row of small numbers: the version of each row, what was told about each attempt, the number of
/// attempts so far, what the clients may still do, and one bit for each message that was ever sent.
/// </summary>
internal sealed class Layout
{
    public const int MessagesMax = 256;

    private const int CellsInWord = 4;
    private const int NetworkWords = MessagesMax / 64;

    public Layout(Scenario scenario, int rows)
    {
        Verdicts = rows;
        Core = rows + scenario.Attempts;
        Attempts = Core;
        Budgets = Attempts + 1;
        var unpadded = Budgets + scenario.Clients.Length;
        Network = (unpadded + CellsInWord - 1) / CellsInWord * CellsInWord;
        Width = Network + (NetworkWords * CellsInWord);
    }

    /// <summary>Where the verdicts begin, one for each attempt.</summary>
    public int Verdicts { get; }

    /// <summary>How many cells say all that does not depend on the network and the clients.</summary>
    public int Core { get; }

    /// <summary>Where the number of attempts so far stands.</summary>
    public int Attempts { get; }

    /// <summary>Where the clients' budgets begin.</summary>
    public int Budgets { get; }

    public int Width { get; }

    private int Network { get; }

    public Span<ulong> NetworkOf(Span<ushort> cells) => MemoryMarshal.Cast<ushort, ulong>(cells[Network..]);

    public ReadOnlySpan<ulong> NetworkOf(ReadOnlySpan<ushort> cells) =>
        MemoryMarshal.Cast<ushort, ulong>(cells[Network..]);
}
