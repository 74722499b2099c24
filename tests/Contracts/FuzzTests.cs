using System.Globalization;
using Cartwright.Contracts.Documents;
using Cartwright.Contracts.Fuzzing;
using Cartwright.Contracts.Shops;

namespace Cartwright.Contracts;

/// <summary>
/// Every operation of the document with every boundary value, and random combinations of them: the shop answers as the
/// document declares.
/// </summary>
public sealed class FuzzTests(SharedShop shop, ITestOutputHelper output)
{
    private const int RequestsMin = 2000;

    private static readonly int Seed =
        Environment.GetEnvironmentVariable("CARTWRIGHT_SEED") is { } seed
            ? int.Parse(seed, CultureInfo.InvariantCulture)
            : Random.Shared.Next(1_000_000);

    [Fact]
    public async Task The_shop_answers_every_boundary_value_as_the_document_declares()
    {
        output.WriteLine($"CARTWRIGHT_SEED={Seed} ./test Contracts -- -method \"*boundary*\"");
        var document = ApiDocument.Parse(SharedShop.ReadDocument());

        var report = await new Fuzzer(document, new WireClient(shop.Url), Seed).TryAllAsync(randomCount: 40);

        output.WriteLine($"{report.Count} requests\n{report}");
        Assert.True(report.Mistakes.Count == 0, $"Seed {Seed}\n{string.Join('\n', report.Mistakes.Take(50))}");
        Assert.True(report.Count >= RequestsMin, $"Only {report.Count} requests were sent.");
        Assert.All(document.Operations, operation =>
            Assert.True(report.CountOf(operation.Id, 200) > 0, $"{operation.Id} never succeeded."));
    }
}
