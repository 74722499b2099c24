using System.Text.Json;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Admin;

/// <summary>Two addresses of one process: each answers its own paths alone.</summary>
public sealed class AdminAddressTests(AdminShop fixture) : IClassFixture<AdminShop>
{
    private const string Health = "/healthz/live";

    [Fact]
    public async Task Nothing_of_the_admin_address_answers_at_the_public_one() => await MustBeApartAsync(
        await PathsAsync(fixture.Admin, "/openapi/admin-v1.json"), "/openapi/admin-v1.json", fixture.Call);

    [Fact]
    public async Task Nothing_of_the_public_address_answers_at_the_admin_one() => await MustBeApartAsync(
        await PathsAsync(fixture.Call, "/openapi/v1.json"), "/openapi/v1.json", fixture.Admin);

    [Fact]
    public async Task Both_report_that_the_process_lives()
    {
        (await fixture.Call.GetAsync(Health)).MustBeText("live");
        (await fixture.Admin.GetAsync(Health)).MustBeText("live");
    }

    [Theory]
    [InlineData("/admin/v1/node", 403, "foreign-origin", "Origin", "http://example.org")]
    [InlineData("/admin/v1/sagas", 403, "foreign-origin", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/admin/v1/nodes", 421, "misdirected-request", "Host", "example.org")]
    public async Task A_foreign_page_is_rejected(string path, int status, string code, string name, string value)
    {
        var reply = await fixture.Admin.SendAsync(HttpMethod.Get, path, (name, value));
        Assert.Equal((status, code), (reply.Status, reply.Text("code")));
    }

    [Fact]
    public async Task Answers_are_of_this_moment() =>
        Assert.Equal("no-store", (await fixture.Admin.GetAsync("/admin/v1/node")).Header("Cache-Control"));

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://10.0.0.7:8001")]
    [InlineData("http://shop.example:8001")]
    public async Task Other_machines_reach_it_with_credentials_only(string url)
    {
        using var folder = new DataFolder();
        await using var process = ServerProcess.Launch(
            "--urls", "http://127.0.0.1:0", "--data", folder.Path, "--admin-urls", url);
        Assert.Equal(2, await process.EndedAsync());
        Assert.Contains($"--admin-urls: other machines can reach {url}, which asks for no credentials", process.Errors);
    }

    private static async Task MustBeApartAsync(IEnumerable<string> calls, string document, ShopCaller other)
    {
        var tried = 0;
        foreach (var call in calls.Append($"GET {document}").Where(call => call != $"GET {Health}"))
        {
            var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
            var reply = await other.SendAsync(new HttpMethod(method), path);
            Assert.Equal((call, 404, "no-such-path"), (call, reply.Status, reply.Text("code")));
            tried++;
        }

        Assert.True(tried > 3, $"Only {tried} calls are described.");
    }

    // Each call with 1 for every number in its path.
    private static async Task<List<string>> PathsAsync(ShopCaller caller, string document) =>
    [
        .. from path in (await caller.GetAsync(document)).Json.GetProperty("paths").EnumerateObject()
           from method in path.Value.EnumerateObject()
           select $"{method.Name.ToUpperInvariant()} {Fill(path)}",
    ];

    private static string Fill(JsonProperty path) =>
        string.Join('/', path.Name.Split('/').Select(part => part.StartsWith('{') ? "1" : part));
}
