namespace Cartwright.Exploration.Search;

internal enum StepKind
{
    /// <summary>A client gives a command.</summary>
    Command,

    /// <summary>A sent message is delivered, for the first time or again.</summary>
    Deliver,

    /// <summary>A sweep reads a row.</summary>
    Sweep,

    /// <summary>The deadline of an order passes.</summary>
    PassDeadline,

    /// <summary>An operator pushes an order.</summary>
    Push,
}

/// <summary>One step of the search: its kind, and which command, message or row.</summary>
internal readonly record struct Step(StepKind Kind, int Index)
{
    private const int IndexBits = 12;

    public ushort Packed => (ushort)(((int)Kind << IndexBits) | Index);

    public static Step Unpack(ushort packed) =>
        new((StepKind)(packed >> IndexBits), packed & ((1 << IndexBits) - 1));
}
