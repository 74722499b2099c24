using Cartwright.Kernel;
using CsCheck;

namespace Cartwright.Domain.Tests.Storage;

/// <summary>Nested lists as text, and texts that are not such lists.</summary>
public sealed class NumberRowsTests
{
    [Theory]
    [InlineData("[]", 3)]
    [InlineData("[[7,2,30]]", 3, 7L, 2L, 30L)]
    [InlineData("[[7,2,30],[9,1,5]]", 3, 7L, 2L, 30L, 9L, 1L, 5L)]
    [InlineData("[[-1],[0]]", 1, -1L, 0L)]
    [InlineData("[[-9223372036854775808,9223372036854775807]]", 2, long.MinValue, long.MaxValue)]
    public void Rows_have_one_text(string text, int width, params long[] values)
    {
        Assert.Equal(text, NumberRows.Format(values, width));
        Assert.Equal(values, NumberRows.Parse(text, width));
    }

    // PostgreSQL writes a JSON column with spaces between the values.
    [Theory]
    [InlineData("[[7, 2, 30], [9, 1, 5]]", 3, 7L, 2L, 30L, 9L, 1L, 5L)]
    [InlineData(null, 3)]
    public void Texts_that_a_database_may_write_are_read(string? text, int width, params long[] values) =>
        Assert.Equal(values, NumberRows.Parse(text, width));

    [Theory]
    [InlineData("[[1,2,3]", 3)]
    [InlineData("[1,2,3]]", 3)]
    [InlineData("[[1,2],[3]]", 3)]
    [InlineData("[[1,2]]", 3)]
    [InlineData("[[1,2,3,4]]", 3)]
    [InlineData("[[1,2,x]]", 3)]
    [InlineData("[[1,2,-]]", 3)]
    [InlineData("[[1,2,3.5]]", 3)]
    [InlineData("[[1,2,9223372036854775808]]", 3)]
    [InlineData("0", 3)]
    [InlineData("{}", 3)]
    [InlineData("null", 3)]
    public void A_text_that_holds_no_such_rows_is_refused(string text, int width) =>
        Assert.Throws<FormatException>(() => NumberRows.Parse(text, width));

    [Fact]
    public void Every_list_of_rows_survives_being_written_and_read() =>
        Gen.Select(Gen.Int[1, 6], Gen.Long.Array[0, 20]).Sample((width, numbers) =>
        {
            var values = numbers[..(numbers.Length / width * width)];
            Assert.Equal(values, NumberRows.Parse(NumberRows.Format(values, width), width));
        });
}
