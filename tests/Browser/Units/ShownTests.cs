using Cartwright.Admin.Parked;
using Cartwright.AdminConsole.Charts;
using Cartwright.AdminConsole.Shown;

namespace Cartwright.Browser.Units;

/// <summary>Texts and lines of the pages.</summary>
public sealed class ShownTests
{
    [Theory]
    [InlineData("117695186157240334", "1176…240334")]
    [InlineData("123456789012", "123456789012")]
    [InlineData("0", "0")]
    public void A_long_id_loses_its_middle(string id, string shown) => Assert.Equal(shown, ShortIds.Shorten(id));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0 s")]
    [InlineData(7.24, "7.2 ms")]
    [InlineData(999.0, "999 ms")]
    [InlineData(2_100.0, "2.1 s")]
    [InlineData(119_000.0, "119 s")]
    [InlineData(3_700_000.0, "62 min")]
    [InlineData(90_000_000.0, "25 h")]
    [InlineData(1e18, "11574074074 d")]
    public void A_duration_has_one_unit(double? ms, string shown) => Assert.Equal(shown, Amounts.DurationText(ms));

    [Fact]
    public void A_time_that_no_calendar_has_is_shown_as_it_is()
    {
        Assert.Equal("9223372036854775807 ms", Amounts.ClockText(long.MaxValue));
        Assert.Equal("-1 ms", Amounts.MomentText(-1));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(10.1, 20)]
    [InlineData(420, 500)]
    [InlineData(501, 1_000)]
    public void The_top_of_a_chart_is_a_round_number(double maximum, double top) =>
        Assert.Equal(top, ChartGeometry.TopOf(maximum, topMin: 10));

    [Fact]
    public void A_gap_interrupts_the_line() => Assert.Equal(
        "M100 60h.1L101 30M103 0h.1M299 0h.1",
        ChartGeometry.PathOf([(200, 0), (199, 5), (198, null), (197, 10), (1, 10)], top: 10, gapMax: 3));

    [Fact]
    public void Bytes_are_shown_up_to_a_bound_and_without_their_controls()
    {
        var bytes = ParkedBytes.Of(Message(Convert.ToBase64String([.. new byte[5_000]]), isBase64: true));
        Assert.Equal(5_000, bytes.Length);
        Assert.Equal(ParkedBytes.ShownMax / 16, bytes.ToHex().Split('\n').Length - 1);
        Assert.Equal(new string('\ufffd', ParkedBytes.ShownMax), bytes.ToText());
        Assert.Equal("a\ufffd[2J\ufffdb", ParkedBytes.Of(Message("a\u001b[2J\u202eb", isBase64: false)).ToText());
        Assert.Equal(
            "000000  61 62                                             ab\n",
            ParkedBytes.Of(Message("ab", isBase64: false)).ToHex());
    }

    private static ParkedDetail Message(string body, bool isBase64) => new()
    {
        Id = "unreadable/1", Service = "stock", Type = "unreadable", Origin = "", Error = "", At = 0, Body = body,
        IsBase64 = isBase64,
    };
}
