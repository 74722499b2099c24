using System.Collections.Concurrent;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults.Books;

/// <summary>What all clients together were told, and what they sent without being told.</summary>
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

    /// <summary>Whether what was not answered has certainly not happened, because the server ended in order.</summary>
    public bool UnansweredNeverHappens { get; init; }

    public Balance[] Credit { get; } =
        [.. Enumerable.Range(0, Users).Select(id => new Balance($"The credit of user {id}", CreditEach))];

    public Balance[] Stock { get; } =
        [.. Enumerable.Range(0, Items).Select(id => new Balance($"The stock of item {id}", StockEach))];

    public IReadOnlyCollection<OrderFact> Orders => _orders;

    /// <summary>The operations with a key that were answered.</summary>
    public IReadOnlyCollection<Operation> Keyed => _keyed;

    /// <summary>How the clients' connections have ended.</summary>
    public IReadOnlyCollection<UnansweredException> Ends => _ends;

    /// <summary>How many answers were given.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Makes the users and the items that the ledger begins with.</summary>
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

    /// <summary>Sends an operation and writes down its answer, or that there was none.</summary>
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

    /// <summary>Any answer counts.</summary>
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

    /// <summary>The operations with a key that were not answered; a repeat finds out.</summary>
    public IReadOnlyList<Operation> TakeKeyedInDoubt() =>
        [.. Interlocked.Exchange(ref _keyedInDoubt, [])];

    /// <summary>Comes back when so many more answers have come.</summary>
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
