using System.Text;
using Cartwright.Lab.Check;
using Cartwright.Lab.Http;
using Cartwright.Lab.Load;

namespace Cartwright.Cli.Tests;

public sealed class AnswerTests
{
    [Theory]
    [InlineData(200, """{"order_id":"1","status":"paid","attempt":"7"}""", nameof(Outcome.Committed))]
    [InlineData(200, """{ "status" : "paid" }""", nameof(Outcome.Committed))]
    [InlineData(200, """{"detail":{"status":"paid"},"status":"failed"}""", nameof(Outcome.Refused))]
    [InlineData(200, """{"status":"processing"}""", nameof(Outcome.Processing))]
    [InlineData(202, """{"status":"processing"}""", nameof(Outcome.Processing))]
    [InlineData(200, "Checkout successful", nameof(Outcome.Processing))]
    [InlineData(200, "", nameof(Outcome.Processing))]
    [InlineData(400, """{"status":400,"code":"out-of-stock"}""", nameof(Outcome.Refused))]
    [InlineData(429, "", nameof(Outcome.Shed))]
    [InlineData(404, "", nameof(Outcome.Failed))]
    [InlineData(503, "", nameof(Outcome.Failed))]
    public void Only_an_answer_that_says_paid_is_committed(int status, string body, string outcome) =>
        Assert.Equal(outcome, Answers.Judge(Response(status, body)).ToString());

    [Theory]
    [InlineData(200, """{"status":"paid"}""", nameof(Told.Paid))]
    [InlineData(200, """{"status":"processing"}""", nameof(Told.Processing))]
    [InlineData(200, """{"status":"failed","reason":"out-of-stock"}""", nameof(Told.OutOfStock))]
    [InlineData(202, """{"status":"processing"}""", nameof(Told.Processing))]
    [InlineData(400, """{"status":400,"code":"insufficient-credit"}""", nameof(Told.InsufficientCredit))]
    [InlineData(400, """{"status":400,"code":"timeout"}""", nameof(Told.FailedOtherwise))]
    [InlineData(429, "", null)]
    [InlineData(500, "", null)]
    public void An_answer_that_says_nothing_is_asked_for_again(int status, string body, string? told) =>
        Assert.Equal(told, CheckoutCall.Read(Response(status, body))?.ToString());

    private static WireResponse Response(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), 0);
}
