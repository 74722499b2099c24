using Cartwright.Faults.Processes;

namespace Cartwright.Faults;

/// <summary>
/// The package of the client, as its user gets it: packed into a folder, and restored from there by a program outside
/// the repository: that of its page, and the example.
/// </summary>
[Trait("Kind", "Long")]
public sealed class PackageTests
{
    private const string Url = "http://127.0.0.1:8000";
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task The_program_of_the_page_buys_something()
    {
        var program = Block(await ReadAsync("docs/CLIENT.md"), "csharp");
        Assert.Contains($"\"{Url}\"", program, StringComparison.Ordinal);

        var output = await RunWithPackageAsync(program.Replace($"\"{Url}\"", "args[0]", StringComparison.Ordinal));

        Assert.Equal("sold\n", output);
    }

    [Fact]
    public async Task The_example_prints_the_output_of_its_page()
    {
        var shown = Block(await ReadAsync("examples/csharp/README.md"), "text");

        Assert.Equal(shown, await RunWithPackageAsync(await ReadAsync("examples/csharp/Program.cs")));
    }

    private static async Task<string> RunWithPackageAsync(string program)
    {
        using var folder = new Folder();
        await RequireAsync(
            "dotnet", "pack", Path.Combine(ShopProgram.Root, "src/Client/Client.csproj"), "-c", "Release", "--no-build",
            "-o", folder.File("feed"), "-nodeReuse:false");
        var package = Assert.Single(Directory.EnumerateFiles(folder.File("feed")));
        Assert.Equal("Cartwright.Client.0.2.0-dev.nupkg", Path.GetFileName(package));
        await WriteProgramAsync(folder, program);
        await RequireAsync(
            "dotnet", "build", folder.File("program/Program.csproj"), "-c", "Release", "-o", folder.File("built"),
            "-nodeReuse:false", "-p:UseSharedCompilation=false");
        await using var shop = await ShopProcess.StartAsync(folder.File("data"));
        var ran = await RequireAsync("dotnet", folder.File("built/Program.dll"), shop.Url.ToString());
        Assert.Equal(0, await shop.TerminateAsync(TimeSpan.FromSeconds(60)));
        await ShopProgram.RequireRightBooksAsync(folder.File("data"));
        return ran.Output;
    }

    private static async Task WriteProgramAsync(Folder folder, string program)
    {
        Directory.CreateDirectory(folder.File("program"));
        await WriteAsync("Program.cs", program);
        await WriteAsync("Program.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <!-- Packages of its own: an earlier package of the same version must not be used. -->
                <RestorePackagesPath>{folder.File("packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Cartwright.Client" Version="0.2.0-dev" />
              </ItemGroup>
            </Project>
            """);

        // Added to the package sources of the machine.
        await WriteAsync("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="folder" value="{folder.File("feed")}" />
              </packageSources>
            </configuration>
            """);

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(
            folder.File($"program/{name}"), text, TestContext.Current.CancellationToken);
    }

    private static Task<string> ReadAsync(string path) =>
        File.ReadAllTextAsync(Path.Combine(ShopProgram.Root, path), TestContext.Current.CancellationToken);

    // The first fenced block of a language.
    private static string Block(string page, string language)
    {
        var fence = $"```{language}\n";
        var begin = page.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    private static async Task<Ended> RequireAsync(string program, params IEnumerable<string> arguments)
    {
        var ended = await ShopProgram.RunAsync(ShopProgram.Command(program, arguments), BuildPatience);
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        return ended;
    }
}
