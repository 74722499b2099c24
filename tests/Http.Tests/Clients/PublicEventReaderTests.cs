using System.Text;
using Cartwright.Client;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Clients;

/// <summary>The reader of public events: each is applied once, and none after a newer one.</summary>
public sealed class PublicEventReaderTests
{
    private readonly PublicEventReader _reader = new(ordersMax: 2);
    private readonly List<string> _applied = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_example_of_the_page_is_read()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs/operating/events.md"), Stop);
        var begin = page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        var example = page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];

        var happened = PublicEventReader.ReadEvent(Encoding.UTF8.GetBytes(example));

        Assert.Equal("cartwright.order.failed", happened.Type);
        Assert.Equal((4000, 60), (happened.Sequence, happened.TotalCost));
        Assert.Equal((ShopOrderStatus.Failed, "out-of-stock"), (happened.Status, happened.Reason));
        Assert.Equal($"{happened.Attempt}.2", happened.Id);
    }

    [Fact]
    public async Task A_repetition_and_an_older_event_are_dropped()
    {
        Assert.True(await ApplyAsync("1", 10, "processing"));
        Assert.False(await ApplyAsync("1", 10, "processing"));
        Assert.True(await ApplyAsync("1", 30, "cancelling"));
        Assert.False(await ApplyAsync("1", 20, "paid"));
        Assert.True(await ApplyAsync("2", 5, "processing"));
        Assert.True(await ApplyAsync("1", 40, "cancelled"));

        Assert.Equal(["1 Processing", "1 Cancelling", "2 Processing", "1 Cancelled"], _applied);
    }

    [Fact]
    public async Task An_event_that_could_not_be_applied_can_come_again()
    {
        await Assert.ThrowsAsync<IOException>(() => _reader.ApplyEventAsync(
            Event("1", 10, "paid"), (_, _) => throw new IOException("The consumer's database is away."), Stop));

        Assert.True(await ApplyAsync("1", 10, "paid"));
    }

    [Fact]
    public async Task A_stored_sequence_counts_after_a_restart()
    {
        _reader.RememberSequence("1", 20);
        _reader.RememberSequence("1", 10);
        Assert.False(await ApplyAsync("1", 20, "paid"));
        Assert.True(await ApplyAsync("1", 21, "cancelling"));
    }

    [Fact]
    public async Task The_reader_forgets_the_order_whose_event_is_the_oldest()
    {
        Assert.True(await ApplyAsync("1", 10, "processing"));
        Assert.True(await ApplyAsync("2", 10, "processing"));
        Assert.True(await ApplyAsync("1", 11, "paid"));
        Assert.True(await ApplyAsync("3", 10, "processing"));
        Assert.False(await ApplyAsync("1", 11, "paid"));
        Assert.True(await ApplyAsync("2", 10, "processing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"specversion":"1.0"}""")]
    public void A_value_that_is_no_event_is_rejected(string value) => Assert.Throws<InvalidDataException>(
        () => PublicEventReader.ReadEvent(Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":\"2.0\"")]
    [InlineData("\"sequence\":\"000000000000000010\"", "\"sequence\":\"ten\"")]
    [InlineData("\"user_id\":\"7\"", "\"user_id\":null")]
    public void An_event_with_a_wrong_member_is_rejected(string right, string wrong)
    {
        var text = Encoding.UTF8.GetString(Event("1", 10, "paid"));
        PublicEventReader.ReadEvent(Encoding.UTF8.GetBytes(text));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => PublicEventReader.ReadEvent(
            Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal))));
    }

    private Task<bool> ApplyAsync(string order, long sequence, string status) => _reader.ApplyEventAsync(
        Event(order, sequence, status),
        (happened, _) =>
        {
            _applied.Add($"{happened.OrderId} {happened.Status}");
            return Task.CompletedTask;
        },
        Stop);

    private static byte[] Event(string order, long sequence, string status) => Encoding.UTF8.GetBytes(
        $$"""
        {"specversion":"1.0","id":"8.{{sequence}}","source":"urn:cartwright:order","type":"cartwright.order.{{status}}",
         "subject":"{{order}}","time":"2026-11-25T01:41:00.588Z","sequence":"{{sequence:D18}}","more":{"of":"it"},
         "data":{"order_id":"{{order}}","user_id":"7","attempt":"8","status":"{{status}}","total_cost":60} }
        """);
}
