using System.Globalization;
using System.Text.Json;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Contract;

/// <summary>
/// The OpenAPI document's limits of the numbers in paths, compared with the numbers that the shop accepts.
/// </summary>
public sealed class ConstraintTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private const string TooLong = "1234567890123456789";

    private readonly ShopCaller _shop = fixture.Call;

    // One number of a call is wrong at a time, and the others have their minimum.
    [Fact]
    public async Task Numbers_outside_of_their_bounds_are_refused()
    {
        var tried = 0;
        foreach (var path in (await DocumentAsync()).EnumerateObject())
        {
            var (method, call) = path.Value.EnumerateObject().Select(m => (m.Name, m.Value)).Single();
            var parameters = ParametersOf(call)
                .Where(parameter => parameter.GetProperty("in").GetString() == "path")
                .ToDictionary(parameter => parameter.GetProperty("name").GetString()!);
            foreach (var (name, parameter) in parameters)
            {
                foreach (var wrong in WrongOnes(parameter.GetProperty("schema")))
                {
                    var asked = parameters.Aggregate(
                        path.Name,
                        (text, other) => text.Replace(
                            $"{{{other.Key}}}",
                            other.Key == name ? wrong : Least(other.Value.GetProperty("schema")),
                            StringComparison.Ordinal));
                    var reply = await _shop.SendAsync(HttpMethod.Parse(method), asked);
                    Assert.True(reply.Status == 400, $"{method} {asked} is answered with {reply.Status}.");
                    tried++;
                }
            }
        }

        Assert.True(tried > 60, $"Only {tried} numbers were tried.");
    }

    [Theory]
    [InlineData("/stock/item/create/{price}", "price", 0, 1_000_000_000_000)]
    [InlineData("/payment/batch_init/{n}/{starting_money}", "n", 1, 10_000_000)]
    [InlineData("/payment/batch_init/{n}/{starting_money}", "starting_money", 0, 1_000_000_000_000_000)]
    public async Task The_bounds_are_those_of_the_interface(string path, string name, long least, long most)
    {
        var call = (await DocumentAsync()).GetProperty(path).GetProperty("post");
        var schema = ParametersOf(call)
            .Single(parameter => parameter.GetProperty("name").GetString() == name).GetProperty("schema");

        Assert.Equal("integer", schema.GetProperty("type").GetString());
        Assert.Equal(least, schema.GetProperty("minimum").GetInt64());
        Assert.Equal(most, schema.GetProperty("maximum").GetInt64());
    }

    private static List<JsonElement> ParametersOf(JsonElement call) =>
        call.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    private static bool IsAmount(JsonElement schema) => schema.GetProperty("type").GetString() == "integer";

    private static string Least(JsonElement schema) =>
        IsAmount(schema) ? schema.GetProperty("minimum").GetRawText() : "1";

    private static IEnumerable<string> WrongOnes(JsonElement schema)
    {
        yield return "x";
        yield return TooLong;
        if (IsAmount(schema))
        {
            yield return (schema.GetProperty("minimum").GetInt64() - 1).ToString(CultureInfo.InvariantCulture);
            yield return (schema.GetProperty("maximum").GetInt64() + 1).ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task<JsonElement> DocumentAsync() =>
        (await _shop.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
}
