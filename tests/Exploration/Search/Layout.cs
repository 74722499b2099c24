using System.Runtime.InteropServices;

namespace Cartwright.Exploration.Search;

/// <summary>
/// A state is a row of small numbers: the version of each row, the verdict on each attempt, the number of attempts so
/// far, the remaining commands of the clients, and one bit for each message that was ever sent.
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

    /// <summary>The first cell of the verdicts, one for each attempt.</summary>
    public int Verdicts { get; }

    /// <summary>The number of cells that do not depend on the network and the clients.</summary>
    public int Core { get; }

    /// <summary>The cell of the number of attempts so far.</summary>
    public int Attempts { get; }

    /// <summary>The first cell of the clients' budgets.</summary>
    public int Budgets { get; }

    public int Width { get; }

    private int Network { get; }

    public Span<ulong> NetworkOf(Span<ushort> cells) => MemoryMarshal.Cast<ushort, ulong>(cells[Network..]);

    public ReadOnlySpan<ulong> NetworkOf(ReadOnlySpan<ushort> cells) =>
        MemoryMarshal.Cast<ushort, ulong>(cells[Network..]);
}
