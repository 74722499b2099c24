using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.Storage;

/// <summary>
/// Rows written by earlier versions are still written and read in the same way. No test makes the files: to change a
/// row on purpose, change its file by hand, and consider the rows that databases already hold.
/// </summary>
public sealed class GoldenRowTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "rows");

    public static TheoryData<string> Names => [.. GoldenRows.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_is_written_and_read_as_it_always_was(string name)
    {
        var (key, state) = GoldenRows.All[name];
        var written = ColumnValues.Of(key.Table, state).ToString();
        var path = Path.Combine(Folder, $"{name}.txt");
        Assert.True(File.Exists(path), $"There is no Golden/rows/{name}.txt. Its text would be:\n{written}");

        var golden = File.ReadAllText(path);
        Assert.Equal(golden, written);

        // States hold lists, which do not compare by value, so the columns are compared.
        var read = ColumnValues.Parse(key.Table, golden).Read<object>(key);
        Assert.Equal(state.GetType(), read.GetType());
        Assert.Equal(golden, ColumnValues.Of(key.Table, read).ToString());
    }

    [Fact]
    public void Every_golden_file_belongs_to_a_state() =>
        Assert.Equal(
            GoldenRows.All.Keys,
            Directory.GetFiles(Folder).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_status_has_a_golden_file()
    {
        var states = GoldenRows.All.Values.Select(row => row.State).ToList();
        Assert.Equal(Enum.GetValues<OrderStatus>(), Sorted(states.OfType<Order>().Select(row => row.Status)));
        Assert.Equal(
            Enum.GetValues<ReservationStatus>(), Sorted(states.OfType<Reservation>().Select(row => row.Status)));
        Assert.Equal(Enum.GetValues<PaymentStatus>(), Sorted(states.OfType<Payment>().Select(row => row.Status)));
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> values) => values.Distinct().Order();
}
