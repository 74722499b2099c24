using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>In a rolling upgrade, nodes of the earlier version read the messages of the later one.</summary>
public sealed class LaterReasonTests
{
    private static readonly Attempt Attempt = new(new(1), new(7), new(3), 20, 0);

    [Fact]
    public void A_message_whose_reason_is_of_a_later_version_is_read_as_other()
    {
        foreach (var refusal in (Message[])
        [
            new CreditDeclined(Attempt, Reason.InsufficientCredit),
            new StockRefused(Attempt, Reason.InsufficientCredit, null),
        ])
        {
            var later = Same.Text(refusal)
                .Replace("insufficient-credit", "of-a-later-version", StringComparison.Ordinal);
            var read = Wire.Messages.Decode(Encoding.UTF8.GetBytes(later), Role.Order).Message;
            var reason = read is CreditDeclined declined ? declined.Reason : Assert.IsType<StockRefused>(read).Reason;
            Assert.Equal(Reason.Other, reason);
        }
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    public void What_is_no_text_is_no_reason(string reason)
    {
        var bad = Same.Text(new CreditDeclined(Attempt, Reason.InsufficientCredit))
            .Replace("\"insufficient-credit\"", reason, StringComparison.Ordinal);
        Assert.Null(Wire.Messages.Decode(Encoding.UTF8.GetBytes(bad), Role.Order).Message);
    }
}
