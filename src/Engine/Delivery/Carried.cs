using Cartwright.Domain;
using Cartwright.Engine.Codec;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// A message of a saga, as far as a sweep needs to recognize its repetition: the attempt and the type.
/// </summary>
internal readonly record struct Carried(AttemptId Attempt, Type Message)
{
    /// <summary>Null for a message that no sweep repeats.</summary>
    public static Carried? Of(Message message) => message is IAttemptMessage { Attempt.Id: var attempt }
        ? new Carried(attempt, message.GetType())
        : null;

    public static Carried[] Of(IEnumerable<Outgoing> messages)
    {
        List<Carried> carried = [];
        foreach (var (message, _) in messages)
        {
            if (Of(message) is { } one)
            {
                carried.Add(one);
            }
        }

        return [.. carried];
    }
}
