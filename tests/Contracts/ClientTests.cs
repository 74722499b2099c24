using System.Text.Json;
using Cartwright.Contracts.Sessions;
using Cartwright.Contracts.Shops;
using Cartwright.Contracts.Tools;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Contracts;

/// <summary>
/// Clients are generated from the document, compiled, and used for the README's session: each value of it is read from
/// a typed member, and so is the code of a problem.
/// </summary>
[Trait("Kind", "Long")]
public sealed class ClientTests(SharedShop shop)
{
    private static readonly SessionReport Expected = new()
    {
        Funded = 100,
        Stocked = 5,
        Total = 60,
        Status = "paid",
        IsPaid = true,
        FoundTotal = 60,
        LineCost = 60,
        Credit = 40,
        Stock = 3,
        FailedStatus = 400,
        FailedCode = "out-of-stock",
        Wanted = 4,
        Available = 3,
        UnknownCode = "unknown-order",
    };

    [Fact]
    public async Task A_client_by_NSwag_sells()
    {
        using var folder = new ClientFolder();
        await Generators.RunToolAsync(
            "nswag",
            "openapi2csclient",
            $"/input:{SharedShop.DocumentFile}",
            $"/output:{folder.FileOf("ShopClient.cs")}",
            "/classname:ShopClient",
            "/namespace:Generated.NSwag",
            "/generateOptionalParameters:true",
            "/generateNullableReferenceTypes:true",
            "/useBaseUrl:false");

        var session = CompiledClient.Compile(folder.Path, "tests/Contracts/Sessions/NSwag/NSwagSession.cs");

        Assert.Equal(Expected, await session(shop.Url));
    }

    [Fact]
    public async Task A_client_by_Kiota_sells()
    {
        using var folder = new ClientFolder();
        await Generators.RunToolAsync(
            "kiota",
            "generate",
            "--language",
            "CSharp",
            "--openapi",
            SharedShop.DocumentFile,
            "--output",
            folder.Path,
            "--class-name",
            "ShopClient",
            "--namespace-name",
            "Generated.Kiota",
            "--exclude-backward-compatible");

        var session = CompiledClient.Compile(folder.Path, "tests/Contracts/Sessions/Kiota/KiotaSession.cs");

        Assert.Equal(Expected, await session(shop.Url));
    }

    [Fact]
    public async Task A_client_by_openapi_typescript_sells()
    {
        using var folder = new ClientFolder();
        Directory.CreateSymbolicLink(
            folder.FileOf("node_modules"), Path.Combine(Generators.Folder, "node_modules"));
        foreach (var file in new[] { "session.ts", "tsconfig.json", "package.json" })
        {
            File.Copy(Repository.File($"tests/Contracts/Sessions/TypeScript/{file}"), folder.FileOf(file));
        }

        await RunAsync(folder, "openapi-typescript", SharedShop.DocumentFile, "--output", "shop.d.ts");
        await RunAsync(folder, "tsc", "--project", ".");
        var (status, output) = await Generators.RunAsync("node", ["session.js", $"{shop.Url}"], folder.Path);

        Assert.True(status == 0, output);
        Assert.Equal(Expected, JsonSerializer.Deserialize<SessionReport>(output, JsonSerializerOptions.Web));
    }

    private static async Task RunAsync(ClientFolder folder, string program, params string[] arguments)
    {
        var (status, output) = await Generators.RunNodeProgramAsync(folder.Path, program, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)}\n{output}");
    }
}
