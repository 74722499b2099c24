using Cartwright.Micro;

const string Usage = """
    usage: dotnet run -c Release --project bench/Micro [PART] [ROWS]

      rows     (default) durable batches of two-line checkouts against tables of ROWS rows (100,000): the cost of a
               checkout in the embedded store
      decide   a two-line checkout through the three services, on rows in memory
      codec    an envelope of 100 messages, encoded and decoded, and one of 100 public events
      batch    500 checkouts through a node that decides locally, on a store in memory
      engine   decide, codec and batch
    """;

var part = args is [] || int.TryParse(args[0], out _) ? "rows" : args[0];
switch (part)
{
    case "rows":
        await RowsAsync(args is [.., var last] && int.TryParse(last, out var rows) ? rows : 100_000);
        return 0;
    case "decide" or "codec" or "batch" or "engine":
        await EngineAsync(part);
        return 0;
    default:
        Console.WriteLine(Usage);
        return part is "--help" or "-h" ? 0 : 2;
}

static async Task EngineAsync(string part)
{
    if (part is "decide" or "engine")
    {
        DecideBench.Measure();
    }

    if (part is "codec" or "engine")
    {
        CodecBench.Measure();
        EventBench.Measure();
    }

    if (part is "batch" or "engine")
    {
        await BatchBench.MeasureAsync();
    }
}

static async Task RowsAsync(int rowCount)
{
    var directory = Directory.CreateTempSubdirectory("cartwright-micro-").FullName;
    try
    {
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
}
