using Cartwright.Http.Tests.Server;
using Xunit.Sdk;

namespace Cartwright.Http.Tests.Contract;

/// <summary>Undeclared answers are found.</summary>
public sealed class OpenApiContractTests
{
    private const string Item = "{\"stock\":3,\"price\":30}";

    [Theory]
    [InlineData(200, "application/json", Item)]
    [InlineData(404, "application/problem+json", "unknown-item")]
    [InlineData(503, "application/problem+json", "database-unavailable")]
    [InlineData(503, "application/problem+json", "service-unavailable")]
    public Task An_answer_as_it_is_declared_is_fine(int status, string type, string body) =>
        JudgeAsync(status, type, body);

    [Theory]
    [InlineData(201, "application/json", Item)]
    [InlineData(200, "text/plain", Item)]
    [InlineData(200, "application/json", "{\"stock\":3}")]
    [InlineData(200, "application/json", "{\"stock\":3,\"price\":\"30\"}")]
    [InlineData(404, "application/problem+json", "unknown-order")]
    [InlineData(409, "application/problem+json", "request-in-progress")]
    public async Task Another_status_type_member_or_code_is_not(int status, string type, string body) =>
        await Assert.ThrowsAnyAsync<XunitException>(() => JudgeAsync(status, type, body));

    private static async Task JudgeAsync(int status, string type, string body) =>
        (await OpenApiContract.ShopAsync()).MustDeclare(HttpMethod.Get, "/stock/find/1", Reply(status, type, body));

    private static Reply Reply(int status, string type, string body) => new(
        status,
        new Dictionary<string, string> { ["Content-Type"] = type },
        type != "application/problem+json"
            ? body
            : $$"""
              {"type":"urn:cartwright:errors:{{body}}","title":"A","status":{{status}},"detail":"A.",
               "code":"{{body}}","traceId":"0fbe3738508aa20f4267bfcaf3fd3c17"}
              """);
}
