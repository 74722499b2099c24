using Cartwright.Micro;

// Durable batches of two-line checkouts against tables of 100,000 rows, or as many as the first argument says: what a
// checkout costs the embedded store.
var directory = Directory.CreateTempSubdirectory("cartwright-micro-").FullName;
try
{
    var rowCount = args.Length > 0 ? int.Parse(args[0]) : 100_000;
    await using var bench = await CheckoutRows.PrepareAsync(directory, rowCount);
    foreach (var batchSize in (int[])[500, 100, 20])
    {
        await bench.MeasureAsync(batchSize, batchCount: 20_000 / batchSize);
    }
}
finally
{
    Directory.Delete(directory, recursive: true);
}
