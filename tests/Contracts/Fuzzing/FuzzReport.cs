using System.Collections.Concurrent;
using Cartwright.Contracts.Documents;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>The answers that a fuzzer received, and the mistakes in them.</summary>
internal sealed class FuzzReport
{
    private readonly ConcurrentDictionary<(string Operation, int Status), int> _answers = [];
    private readonly ConcurrentQueue<string> _mistakes = [];

    public IReadOnlyCollection<string> Mistakes => _mistakes;

    /// <summary>The number of requests.</summary>
    public int Count => _answers.Values.Sum();

    /// <summary>Counts an answer, and notes its mistakes.</summary>
    public void Add(ApiOperation operation, int status, IEnumerable<string> mistakes)
    {
        _answers.AddOrUpdate((operation.Id, status), 1, (_, count) => count + 1);
        foreach (var mistake in mistakes)
        {
            _mistakes.Enqueue(mistake);
        }
    }

    /// <summary>How often an operation was answered with this status.</summary>
    public int CountOf(string operation, int status) => _answers.GetValueOrDefault((operation, status));

    /// <summary>One line for each operation.</summary>
    public override string ToString() => string.Join('\n', _answers
        .GroupBy(answer => answer.Key.Operation)
        .OrderBy(operation => operation.Key, StringComparer.Ordinal)
        .Select(operation => $"{operation.Key}: {string.Join(", ", operation
            .OrderBy(answer => answer.Key.Status)
            .Select(answer => $"{answer.Value} × {answer.Key.Status}"))}"));
}
