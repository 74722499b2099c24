using System.Text;
using Cartwright.Lab.Check;
using Cartwright.Lab.Http;
using Cartwright.Lab.Load;

namespace Cartwright.Cli.Tests;

public sealed class AnswerTests
{
    [Theory]
    [InlineData(200, """{"order_id":"1","status":"paid","attempt":"7"}""", nameof(OrderOutcome.Committed))]
    [InlineData(200, """{ "status" : "paid" }""", nameof(OrderOutcome.Committed))]
    [InlineData(200, """{"detail":{"status":"paid"},"status":"failed"}""", nameof(OrderOutcome.Rejected))]
    [InlineData(200, """{"status":"processing"}""", nameof(OrderOutcome.Processing))]
    [InlineData(202, """{"status":"processing"}""", nameof(OrderOutcome.Processing))]
    [InlineData(200, "Checkout successful", nameof(OrderOutcome.Processing))]
    [InlineData(200, "", nameof(OrderOutcome.Processing))]
    [InlineData(400, """{"status":400,"code":"out-of-stock"}""", nameof(OrderOutcome.Rejected))]
    [InlineData(429, "", nameof(OrderOutcome.Shed))]
    [InlineData(404, "", nameof(OrderOutcome.Failed))]
    [InlineData(503, "", nameof(OrderOutcome.Failed))]
    public void Only_an_answer_that_says_paid_is_committed(int status, string body, string outcome) =>
        Assert.Equal(outcome, Answers.OutcomeOf(Response(status, body)).ToString());

    [Theory]
    [InlineData(200, """{"status":"paid"}""", nameof(CheckoutAnswer.Paid))]
    [InlineData(200, """{"status":"processing"}""", nameof(CheckoutAnswer.Processing))]
    [InlineData(200, """{"status":"failed","reason":"out-of-stock"}""", nameof(CheckoutAnswer.OutOfStock))]
    [InlineData(202, """{"status":"processing"}""", nameof(CheckoutAnswer.Processing))]
    [InlineData(400, """{"status":400,"code":"insufficient-credit"}""", nameof(CheckoutAnswer.InsufficientCredit))]
    [InlineData(400, """{"status":400,"code":"timeout"}""", nameof(CheckoutAnswer.FailedOtherwise))]
    [InlineData(429, "", null)]
    [InlineData(500, "", null)]
    public void An_answer_that_says_nothing_is_asked_for_again(int status, string body, string? told) =>
        Assert.Equal(told, CheckoutCall.ReadAnswer(Response(status, body))?.ToString());

    private static HttpAnswer Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), 0);
}
