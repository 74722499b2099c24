using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using CsCheck;

namespace Cartwright.Domain.Tests.Properties;

/// <summary>Three items and a few attempts, with messages in any order, impossible ones included.</summary>
public sealed class ItemPropertyTests
{
    private const int ItemsMax = 3;

    // Attempt n asks for the n-th of these; item 3 does not exist.
    private static readonly Units[][] Lines =
    [
        [Of(0, 1)], [Of(0, 2), Of(1, 1)], [Of(1, 3)], [Of(0, 1), Of(1, 1), Of(2, 1)], [Of(2, 5), Of(3, 1)], [Of(2, 4)],
    ];

    private static readonly Gen<Message> Messages =
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, Lines.Length - 1], Gen.Long[-1, 6]).Select(MessageOf);

    [Fact]
    public void Whatever_comes_the_books_balance_and_answers_are_true_and_final() =>
        Messages.Array[1, 60].Sample(
            messages =>
            {
                var history = new History();
                foreach (var message in messages)
                {
                    history.Take(message);
                }
            },
            iter: 5_000,
            print: messages => string.Join('\n', messages.Select(Show.Message)));

    private static Units Of(long item, long quantity) => new(new ItemId(item), quantity);

    private static Message MessageOf((int Kind, int Attempt, long Amount) choice)
    {
        var attempt = Sample.Other(choice.Attempt, 50);
        var item = new ItemId(choice.Attempt % (ItemsMax + 1));
        return choice.Kind switch
        {
            < 6 => new TakeStock(attempt, [.. Lines[choice.Attempt]]),
            < 9 => new ReturnStock(attempt, [.. Lines[choice.Attempt]]),
            9 => new CancelAttempt(attempt),
            10 or 11 or 12 => new AddStock(item, choice.Amount),
            13 or 14 => new SubtractStock(item, choice.Amount),
            _ => new InitItems(choice.Attempt % ItemsMax, 1, choice.Amount, Price: 1),
        };
    }

    private sealed class History
    {
        private readonly Rows _rows = new();
        private readonly Dictionary<AttemptId, string> _answers = [];

        public History()
        {
            for (var id = 0; id < ItemsMax; id++)
            {
                _rows.Put(Item.Table.KeyOf(id), new Item { Price = 1, Stock = 2, Added = 2 });
            }
        }

        public void Take(Message message)
        {
            var stock = _rows.All.Where(row => row.Value is Item)
                .ToDictionary(row => new ItemId(row.Key.Id), row => ((Item)row.Value).Stock);
            Decision decision;
            try
            {
                decision = _rows.Apply(ShopServices.Stock, message, Sample.Now);
            }
            catch (ImpossibleMeetingException)
            {
                return;
            }

            CleanSlate.BooksBalance(_rows);
            if (message is TakeStock take && !_answers.ContainsKey(take.Attempt.Id))
            {
                IsTrue(decision.Messages.Single(), take, stock);
            }

            foreach (var answer in decision.Messages)
            {
                IsFinal(answer);
            }
        }

        private static void IsTrue(Message answer, TakeStock take, Dictionary<ItemId, long> stock)
        {
            var unknown = take.Lines.Where(line => !stock.ContainsKey(line.Item)).Select(line => line.Item);
            var missing = take.Lines.Where(line => stock.GetValueOrDefault(line.Item, long.MaxValue) < line.Quantity)
                .Select(line => line.Item);
            Message expected =
                unknown.Any() ? new StockRefused(take.Attempt, Reason.UnknownItem, unknown.First())
                : missing.Any() ? new StockRefused(take.Attempt, Reason.OutOfStock, missing.First())
                : new StockTaken(take.Attempt);
            Assert.Equal(expected, answer);
        }

        // The first answer is repeated for ever; the only other one is a return, after a take.
        private void IsFinal(Message answer)
        {
            var attempt = answer switch
            {
                StockTaken taken => taken.Attempt.Id,
                StockRefused refused => refused.Attempt.Id,
                StockReturned returned => returned.Attempt.Id,
                _ => throw new InvalidOperationException($"{answer} is no answer."),
            };
            if (answer is StockReturned returnedStock)
            {
                Assert.Equal(new StockTaken(returnedStock.Attempt).ToString(), _answers[attempt]);
            }
            else if (!_answers.TryAdd(attempt, answer.ToString()))
            {
                Assert.Equal(_answers[attempt], answer.ToString());
            }
        }
    }
}
