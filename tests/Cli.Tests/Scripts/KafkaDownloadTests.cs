using System.Diagnostics;
using System.Security.Cryptography;

namespace Cartwright.Cli.Tests.Scripts;

/// <summary>The script that fetches Kafka unpacks only an archive with the checksum that the script contains.</summary>
public sealed class KafkaDownloadTests : IDisposable
{
    private const string Name = "kafka_2.13-9.9.9";

    private readonly string _root = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(_root, "server", $"{Name}.tgz");

    private bool IsUnpacked => Directory.Exists(Path.Combine(_root, ".kafka", Name));

    [Fact]
    public async Task An_archive_with_the_expected_sum_is_unpacked()
    {
        await MakeServerAsync();
        Assert.Equal(0, (await InstallAsync(await SumAsync())).Status);
        Assert.True(IsUnpacked);
    }

    // The server vouches for its archive with a checksum file of its own.
    [Fact]
    public async Task An_archive_whose_server_alone_vouches_for_it_is_thrown_away()
    {
        await MakeServerAsync();
        await File.WriteAllTextAsync($"{Archive}.sha512", $"{await SumAsync()}  {Name}.tgz\n", Stop);
        var (status, said) = await InstallAsync(new string('0', 128));
        Assert.Equal(1, status);
        Assert.Contains("does not have the expected SHA-512", said);
        Assert.False(IsUnpacked);
    }

    [Fact]
    public async Task Another_release_needs_its_sum()
    {
        await MakeServerAsync();
        await File.WriteAllTextAsync($"{Archive}.sha512", $"{await SumAsync()}  {Name}.tgz\n", Stop);
        var (status, said) = await InstallAsync(sum: "");
        Assert.Equal(1, status);
        Assert.Contains("set KAFKA_SHA512", said);
        Assert.False(IsUnpacked);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task MakeServerAsync()
    {
        Directory.CreateDirectory(Path.Combine(_root, "scripts"));
        await File.WriteAllLinesAsync(
            Path.Combine(_root, "scripts/install-cluster.sh"),
            Repository.ReadLines("scripts/install-cluster.sh"),
            Stop);
        Directory.CreateDirectory(Path.Combine(_root, "server", Name, "libs"));
        var programs = Directory.CreateDirectory(Path.Combine(_root, "server", Name, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(programs, "kafka-server-start.sh"), "", Stop);
        await File.WriteAllTextAsync(Path.Combine(programs, "kafka-storage.sh"), "", Stop);
        await RunAsync("tar", ["-czf", Archive, "-C", Path.Combine(_root, "server"), Name], []);
    }

    private async Task<string> SumAsync() =>
        Convert.ToHexString(SHA512.HashData(await File.ReadAllBytesAsync(Archive, Stop)));

    private Task<(int Status, string Said)> InstallAsync(string sum) => RunAsync(
        "bash",
        [Path.Combine(_root, "scripts/install-cluster.sh"), "kafka"],
        new Dictionary<string, string>
        {
            ["KAFKA_HOME"] = "",
            ["KAFKA_VERSION"] = "9.9.9",
            ["KAFKA_URL"] = $"file://{_root}/server",
            ["KAFKA_SHA512"] = sum,
        });

    private static async Task<(int Status, string Said)> RunAsync(
        string program, string[] arguments, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, said);
    }
}
