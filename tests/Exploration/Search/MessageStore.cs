using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>Every message that was ever sent or commanded, each once, by a small number.</summary>
internal sealed class MessageStore(int messagesMax)
{
    private readonly Dictionary<Message, ushort> _numbers = [];
    private readonly Dictionary<string, ImmutableArray<Units>> _lines = [];
    private readonly List<Message> _messages = [];
    private readonly List<int[]> _places = [];
    private readonly List<ulong[]> _contradictions = [];

    public Message this[int number] => _messages[number];

    /// <summary>The places of the rows that the message names.</summary>
    public int[] PlacesOf(int number) => _places[number];

    /// <summary>The set of messages that exclude this one.</summary>
    public ulong[] ContradictionsOf(int number) => _contradictions[number];

    public IEnumerable<string> Types() => _messages.Select(message => message.GetType().Name);

    public ushort Number(Message message, IReadOnlyList<IService> services, RowStore rows)
    {
        var comparable = WithSharedLines(message);
        if (_numbers.TryGetValue(comparable, out var known))
        {
            return known;
        }

        if (_messages.Count == messagesMax)
        {
            throw new InvalidOperationException($"There are more than {messagesMax} messages.");
        }

        var keys = new List<Key>();
        services.Single(service => service.Role == message.To).AddKeys(message, keys);
        var number = (ushort)_messages.Count;
        _messages.Add(comparable);
        _places.Add([.. keys.Select(rows.PlaceOf)]);
        _contradictions.Add(new ulong[messagesMax / 64]);
        _numbers.Add(comparable, number);
        NoteContradictions(number);
        return number;
    }

    private void NoteContradictions(int number)
    {
        for (var other = 0; other < number; other++)
        {
            if (Answers.Contradict(_messages[other], _messages[number]))
            {
                _contradictions[number][other / 64] |= 1UL << (other % 64);
                _contradictions[other][number / 64] |= 1UL << (number % 64);
            }
        }
    }

    // An immutable array equals only itself, so equal lines are mapped to the same array.
    private Message WithSharedLines(Message message) => message switch
    {
        HoldCredit { Lines: { } lines } hold => hold with { Lines = Shared(lines) },
        TakeStock take => take with { Lines = Shared(take.Lines) },
        ReturnStock giveBack => giveBack with { Lines = Shared(giveBack.Lines) },
        _ => message,
    };

    private ImmutableArray<Units> Shared(ImmutableArray<Units> lines)
    {
        var text = string.Join(',', lines);
        return _lines.TryGetValue(text, out var shared) ? shared : _lines[text] = lines;
    }
}
