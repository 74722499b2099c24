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

    // Without the calls of a reset, which do not exist there.
    [Fact]
    public async Task A_gateway_answers_callers_of_each_scope_as_the_document_declares()
    {
        output.WriteLine($"CARTWRIGHT_SEED={Seed} ./test Contracts -- -method \"*scope*\"");
        var document = ApiDocument.Parse(SharedShop.ReadDocument());
        await using var secured = await SecuredGateway.StartAsync();
        var owner = new WireClient(secured.Url, secured.TokenOf(string.Join(' ', SecuredGateway.Scopes[1..]), "1"));
        var callers = SecuredGateway.Scopes
            .Select(scope => (Func<Goods, WireClient>)(
                goods => new WireClient(secured.Url, secured.TokenOf(scope, goods.User))))
            .ToList();
        var operations = document.Operations
            .Where(operation => !operation.Path.Contains("batch_init", StringComparison.Ordinal)).ToList();
        var report = new FuzzReport();

        await Parallel.ForEachAsync(
            operations,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = 4,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (operation, _) => await new Fuzzer(document, owner, Seed, callers)
                .TryOperationAsync(operation, randomCount: 10, report));

        output.WriteLine($"{report.Count} requests\n{report}");
        Assert.True(report.Mistakes.Count == 0, $"Seed {Seed}\n{string.Join('\n', report.Mistakes.Take(50))}");
        Assert.All(operations, operation =>
        {
            Assert.True(report.CountOf(operation.Id, 200) > 0, $"{operation.Id} never succeeded.");
            Assert.True(
                report.CountOf(operation.Id, 403) > 0
                    || operation.Path.StartsWith("/healthz", StringComparison.Ordinal),
                $"{operation.Id} was forbidden to nobody.");
        });
    }
}
