using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cartwright.Faults.Processes;

namespace Cartwright.Faults;

/// <summary>The program as its user gets it: as a tool of .NET, and as an archive that needs nothing else.</summary>
[Trait("Kind", "Long")]
public sealed class ReleaseTests
{
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task The_tool_serves_a_shop_and_a_shell_completes_its_words()
    {
        using var folder = new Folder();
        await RequireAsync(ShopProgram.Command(
            "dotnet",
            [
                "pack", Path.Combine(ShopProgram.Root, "src/Program/Program.csproj"), "-c", "Release", "--no-build",
                "-o", folder.File("feed"), "-nodeReuse:false",
            ]));
        await RequireAsync(ShopProgram.Command(
            "dotnet",
            [
                "tool", "install", "Cartwright", "--prerelease", "--tool-path", folder.File("tool"),
                "--source", folder.File("feed"), "--no-cache",
            ]));
        var program = folder.File("tool/cartwright");
        await RequireShopAsync(program, folder.File("data"), isAlone: false);

        Assert.Equal("verify", await CompletedAsync(program, "ver"));
        Assert.Equal("ha|per-service|shared", await CompletedAsync(program, "cluster", "up", "--postgres", ""));
        Assert.Equal("kill", await CompletedAsync(program, "cluster", "ki"));
    }

    // It compiles for two architectures, which takes minutes.
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task The_archive_serves_a_shop_without_a_runtime_of_the_machine()
    {
        using var folder = new Folder();
        await RequireAsync(
            ShopProgram.Command("bash", [Path.Combine(ShopProgram.Root, "scripts/release.sh"), folder.File("made")]));

        var sums = ShopProgram.Command("sha256sum", ["--check", "--strict", "SHA256SUMS"]);
        sums.WorkingDirectory = folder.File("made");
        var checkedFiles = (await RequireAsync(sums)).Output;
        Assert.Equal(Directory.GetFiles(folder.File("made")).Length - 1, checkedFiles.Count(letter => letter == '\n'));
        await RequireBillAsync(Directory.GetFiles(folder.File("made"), "*.cdx.json").Single());

        foreach (var (architecture, machine) in new[] { ("x64", 0x3E), ("arm64", 0xB7) })
        {
            var archive = Directory.GetFiles(folder.File("made"), $"cartwright-*-linux-{architecture}.tar.gz").Single();
            var root = await UnpackAsync(archive, folder.File(architecture));
            Assert.Equal(machine, await MachineOfAsync(Path.Combine(root, "lib/cartwright/cartwright")));
            Assert.Equal(machine, await MachineOfAsync(Path.Combine(root, "lib/cartwright/librdkafka.so")));
            Assert.All(
                (string[])
                [
                    "lib/systemd/system/cartwright.service", "share/man/man1/cartwright-cluster-up.1.gz",
                    "share/bash-completion/completions/cartwright", "share/doc/cartwright/LICENSE",
                ],
                file => Assert.True(File.Exists(Path.Combine(root, file)), file));
            if (architecture.Equals(RuntimeInformation.OSArchitecture.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                await RequireShopAsync(Path.Combine(root, "bin/cartwright"), folder.File("data"), isAlone: true);
            }
        }
    }

    private static async Task RequireShopAsync(string program, string data, bool isAlone)
    {
        var start = ShopProgram.Command(
            program, ["serve", "--urls", "http://127.0.0.1:0", "--data", data, "--reply", "final"]);
        if (isAlone)
        {
            start.Environment["PATH"] = "/nothing";
            start.Environment["DOTNET_ROOT"] = "/nothing";
        }

        await using var shop = await ShopProcess.StartAsync(start);
        await RequireAsync(ShopProgram.Command(program, ["check", "--url", shop.Url.ToString().TrimEnd('/')]));
        Assert.Equal(0, await shop.TerminateAsync(TimeSpan.FromSeconds(60)));
        await ShopProgram.RequireRightBooksAsync(data);
    }

    // What bash would offer after these words, as the script of the program has it.
    private static async Task<string> CompletedAsync(string program, params string[] words)
    {
        const string script = """
            source <("$1" completion bash)
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            _cartwright
            IFS='|'; printf '%s' "${COMPREPLY[*]}"
            """;
        return (await RequireAsync(ShopProgram.Command("bash", ["-c", script, "bash", program, .. words]))).Output;
    }

    private static async Task RequireBillAsync(string path)
    {
        using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        var names = bill.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => component.GetProperty("name").GetString()).ToList();
        Assert.Contains("Confluent.Kafka", names);
        Assert.Contains("Npgsql", names);
        Assert.DoesNotContain("xunit.v3", names);
    }

    private static async Task<string> UnpackAsync(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        await using var file = File.OpenRead(archive);
        await using var text = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(
            text, folder, overwriteFiles: false, TestContext.Current.CancellationToken);
        return Assert.Single(Directory.GetDirectories(folder));
    }

    // The field e_machine of an ELF file.
    private static async Task<int> MachineOfAsync(string path)
    {
        var head = new byte[20];
        await using var file = File.OpenRead(path);
        await file.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal("\u007fELF"u8.ToArray(), head[..4]);
        return head[18] | (head[19] << 8);
    }

    private static async Task<Ended> RequireAsync(ProcessStartInfo start)
    {
        var ended = await ShopProgram.RunAsync(start, BuildPatience);
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        return ended;
    }
}
