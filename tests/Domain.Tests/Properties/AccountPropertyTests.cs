using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using CsCheck;

namespace Cartwright.Domain.Tests.Properties;

/// <summary>One account and a few attempts, with messages in any order, impossible ones included.</summary>
public sealed class AccountPropertyTests
{
    private static readonly Key AccountKey = Account.KeyOf(Sample.User);
    private static readonly long[] Amounts = [0, 1, 3, 5, 7, 10, 20, 40];

    private static readonly Gen<Message> Messages =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, Amounts.Length - 1], Gen.Long[-1, 25]).Select(MessageOf);

    [Fact]
    public void Whatever_comes_the_books_balance_and_answers_are_true_and_final() =>
        Messages.Array[1, 60].Sample(
            messages =>
            {
                var history = new History();
                var now = Sample.Now;
                foreach (var message in messages)
                {
                    now += 700;
                    history.Take(message, now);
                }
            },
            iter: 5_000,
            print: messages => string.Join('\n', messages.Select(message => message.ToString())));

    private static Message MessageOf((int Kind, int Attempt, long Amount) choice)
    {
        var attempt = Sample.Other(choice.Attempt, Amounts[choice.Attempt]);
        return choice.Kind switch
        {
            < 4 => new HoldCredit(attempt),
            < 7 => Sample.HoldCredit(attempt),
            < 10 => new CaptureCredit(attempt),
            < 13 => new VoidCredit(attempt),
            < 15 => new RefundCredit(attempt),
            15 => new AddFunds(Sample.User, choice.Amount),
            16 or 17 => new Pay(Sample.User, choice.Amount),
            18 => new SweepAccount(Sample.User),
            _ => new InitUsers(Sample.User.Value, 1, choice.Amount),
        };
    }

    private sealed class History
    {
        private readonly Rows _rows = new();
        private readonly Dictionary<AttemptId, Type> _answers = [];

        public History() => _rows.Put(AccountKey, Sample.Funded(30));

        public void Take(Message message, long now)
        {
            var before = _rows.Get<Account>(AccountKey);
            Decision decision;
            try
            {
                decision = _rows.Apply(ShopServices.Payment, message, now);
            }
            catch (ImpossibleMeetingException)
            {
                return;
            }

            var after = _rows.Get<Account>(AccountKey);
            CleanSlate.BooksBalance(after);
            OneHome(after);
            OrderOfArrival(before, after, message);
            foreach (var answer in decision.Messages)
            {
                IsTrueAndFinal(answer, after);
            }
        }

        // An attempt is held, or waits, or has a record: never two of them.
        private void OneHome(Account account)
        {
            foreach (var hold in account.Holds.Concat(account.Waiting))
            {
                Assert.Null(_rows.Find<Payment>(Payment.KeyOf(hold.Attempt)));
            }
        }

        // Attempts that waited before are in the same order, and only the head of the queue was served.
        private static void OrderOfArrival(Account before, Account after, Message message)
        {
            var left = message is VoidCredit giveBack ? giveBack.Attempt.Id : default(AttemptId?);
            var waited = before.Waiting.Where(wait => wait.Attempt != left).ToList();
            var wait = after.Waiting.Where(waited.Contains).ToList();
            Assert.Equal(waited.Skip(waited.Count - wait.Count), wait);
            Assert.Equal(wait, after.Waiting.Take(wait.Count));
        }

        private void IsTrueAndFinal(Message answer, Account after)
        {
            if (answer is AskOutcome)
            {
                return;
            }

            // The command of the next step also implies that the credit is held.
            answer = answer is TakeStock take ? new CreditHeld(take.Attempt) : answer;
            var attempt = Checkout(answer);
            if (answer is CreditDeclined { Reason: Reason.InsufficientCredit } && !_answers.ContainsKey(attempt.Id))
            {
                Assert.True(attempt.Amount > after.Credit + after.Held, $"{answer} with {after}");
            }

            var first = _answers.TryGetValue(attempt.Id, out var known) ? known : answer.GetType();
            var agrees = first == answer.GetType()
                || (answer is CreditVoided && first != typeof(CreditRefunded))
                || (answer is CreditRefunded && first == typeof(CreditHeld))
                || (answer is CreditHeld && first == typeof(CreditRefunded));
            Assert.True(agrees, $"{answer} after {first.Name}");
            _answers[attempt.Id] = answer is CreditVoided && first == typeof(CreditDeclined) ? first : answer.GetType();
        }

        private static Attempt Checkout(Message answer) => answer switch
        {
            CreditHeld held => held.Attempt,
            CreditDeclined declined => declined.Attempt,
            CreditVoided voided => voided.Attempt,
            CreditRefunded refunded => refunded.Attempt,
            _ => throw new InvalidOperationException($"{answer} is no answer."),
        };
    }
}
