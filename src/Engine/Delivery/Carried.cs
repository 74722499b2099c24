using Cartwright.Engine.Codec;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// A message of a process, as far as a sweep needs to recognize its repetition: the process and the type.
/// </summary>
internal readonly record struct Carried(long Process, Type Message)
{
    /// <summary>Null for a message that no sweep repeats.</summary>
    public static Carried? CarriedBy(Message message) => message is ICorrelated { Correlation: var process }
        ? new Carried(process, message.GetType())
        : null;

    public static Carried[] CarriedBy(IEnumerable<Outgoing> messages)
    {
        List<Carried> carried = [];
        foreach (var (message, _) in messages)
        {
            if (CarriedBy(message) is { } one)
            {
                carried.Add(one);
            }
        }

        return [.. carried];
    }
}
