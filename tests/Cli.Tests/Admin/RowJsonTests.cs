using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Conformance.Stores;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Admin;

/// <summary>Rows as JSON and back: a gateway makes states of the rows that nodes send.</summary>
public sealed class RowJsonTests
{
    private static readonly Table[] Tables = [.. ShopServices.All.SelectMany(service => service.Tables)];

    public static TheoryData<string> Names =>
        [.. Samples.All.Where(sample => Tables.Contains(sample.Value.Key.Table)).Select(sample => sample.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_comes_back_as_it_was(string name)
    {
        var (key, state) = Samples.All[name];
        var text = JsonSerializer.Serialize(RowJson.RowOf(key, state), AdminJson.Options);
        var (found, read) = RowJson.StateOf(JsonSerializer.Deserialize<AttemptRow>(text, AdminJson.Options)!);
        Assert.Equal((key, state.GetType()), (found, read.GetType()));
        Assert.Equal(Columns.Of(key, state), Columns.Of(found, read));
    }

    [Fact]
    public void Every_table_of_a_service_has_a_sample() => Assert.Equal(
        Tables.Select(table => table.Name).Order(),
        Names.Select(name => Samples.All[name].Key.Table.Name).Distinct().Order());

    [Fact]
    public void A_column_of_a_later_version_is_left_out_and_an_empty_one_may_be_missing()
    {
        var (key, state) = Samples.All["open order"];
        var row = RowJson.RowOf(key, state);
        var values = row.Values.Where(column => column.Value.ValueKind is not JsonValueKind.Null)
            .Append(new("colour", JsonSerializer.SerializeToElement("red")))
            .ToDictionary();
        Assert.Equal(Columns.Of(key, state), Columns.Of(key, RowJson.StateOf(row with { Values = values }).State));
    }

    [Theory]
    [InlineData("user_id", "\"2\"")]
    [InlineData("user_id", "2.5")]
    [InlineData("user_id", "null")]
    [InlineData("status", "7")]
    [InlineData("status", "\"nowhere\"")]
    public void A_value_of_another_kind_is_no_row(string column, string value)
    {
        var (key, state) = Samples.All["open order"];
        var row = RowJson.RowOf(key, state);
        Assert.Contains(column, row.Values.Keys);
        var values = row.Values.ToDictionary();
        values[column] = JsonElement.Parse(value);
        Assert.Throws<FormatException>(() => RowJson.StateOf(row with { Values = values }));
    }

    [Fact]
    public void An_unknown_table_and_a_key_of_another_kind_are_no_rows()
    {
        var row = RowJson.RowOf(Samples.All["open order"].Key, Samples.All["open order"].State);
        Assert.Throws<FormatException>(() => RowJson.StateOf(row with { Table = "nothing" }));
        Assert.Throws<FormatException>(() => RowJson.StateOf(row with { Key = "x" }));
    }
}
