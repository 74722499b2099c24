using System.Collections.Concurrent;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults.Books;

/// <summary>
/// Every answer that the clients have received together, and every operation they sent without an answer.
/// </summary>
internal sealed class Ledger
{
    public const int Users = 12;
    public const int Items = 10;
    public const long Price = 7;
    private const long CreditEach = 400;
    private const long StockEach = 40;

    private readonly ConcurrentQueue<OrderFact> _orders = [];
    private readonly ConcurrentQueue<Operation> _keyed = [];
    private readonly ConcurrentQueue<UnansweredException> _ends = [];
    private ConcurrentQueue<Operation> _keyedInDoubt = [];
    private long _acknowledged;
    private (long Level, TaskCompletionSource Reached) _awaited = (long.MaxValue, new());

    /// <summary>
    /// Whether unanswered operations have certainly not happened, because the server drained before it ended.
    /// </summary>
    public bool UnansweredNeverHappens { get; init; }

    public Balance[] Credit { get; } =
        [.. Enumerable.Range(0, Users).Select(id => new Balance($"The credit of user {id}", CreditEach))];

    public Balance[] Stock { get; } =
        [.. Enumerable.Range(0, Items).Select(id => new Balance($"The stock of item {id}", StockEach))];

    public IReadOnlyCollection<OrderFact> Orders => _orders;

    /// <summary>The answered operations with a key.</summary>
    public IReadOnlyCollection<Operation> Keyed => _keyed;

    /// <summary>The ways in which the clients' connections have ended.</summary>
    public IReadOnlyCollection<UnansweredException> Ends => _ends;

    /// <summary>The number of answers.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Creates the users and the items of the ledger.</summary>
    public static async Task InitAsync(Uri url)
    {
        (await Bulk.AskAsync(url, Call.Post($"/payment/batch_init/{Users}/{CreditEach}"))).Success();
        (await Bulk.AskAsync(url, Call.Post($"/stock/batch_init/{Items}/{StockEach}/{Price}"))).Success();
    }

    public OrderFact Created(string order, int user)
    {
        var fact = new OrderFact(order, Credit[user]);
        _orders.Enqueue(fact);
        return fact;
    }

    /// <summary>Sends an operation and records its answer, or the lack of one.</summary>
    public async Task<Answer> RunAsync(WireConnection connection, Operation operation)
    {
        Answer answer;
        try
        {
            answer = await connection.AskAsync(operation.Call);
        }
        catch (UnansweredException end) when (end.WasSent && !UnansweredNeverHappens)
        {
            NotTold(operation);
            throw;
        }

        Told(operation, answer);
        return answer;
    }

    /// <summary>Accepts any answer.</summary>
    public void Answered()
    {
        if (Interlocked.Increment(ref _acknowledged) >= _awaited.Level)
        {
            _awaited.Reached.TrySetResult();
        }
    }

    public void Ended(UnansweredException end) => _ends.Enqueue(end);

    public void Told(Operation operation, Answer answer)
    {
        Answered();
        if (answer.Code == "outcome-unknown")
        {
            NotTold(operation);
        }
        else if (!answer.IsNotServed)
        {
            operation.Told(answer);
            if (operation.Call.Key is not null)
            {
                operation.First = answer;
                _keyed.Enqueue(operation);
            }
        }
    }

    /// <summary>The unanswered operations with a key. A repeat finds out whether they happened.</summary>
    public IReadOnlyList<Operation> TakeKeyedInDoubt() =>
        [.. Interlocked.Exchange(ref _keyedInDoubt, [])];

    /// <summary>Completes after this number of further answers.</summary>
    public Task AnsweredMoreAsync(int count, TimeSpan patience)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = (Acknowledged + count, reached);
        return reached.Task.WaitAsync(patience, TestContext.Current.CancellationToken);
    }

    private void NotTold(Operation operation)
    {
        if (operation.Call.Key is not null)
        {
            _keyedInDoubt.Enqueue(operation);
        }
        else
        {
            operation.NotTold();
        }
    }
}
