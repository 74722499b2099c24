namespace Cartwright.Cli.Tests.Scripts;

/// <summary>deploy/make-secrets.sh where something is there already, is missing, or fails.</summary>
public sealed class MakeSecretsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-secrets-").FullName;

    private string Secrets => Path.Combine(_folder, "secrets");

    private string Authority => $"{Secrets}-authority";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("its key is elsewhere", "is not. Move the key back there")]
    [InlineData("its key is another one", "is not the key of")]
    [InlineData("all of it is elsewhere", "neither ca.pem nor")]
    public async Task Without_the_key_of_the_authority_nothing_is_written(string loss, string sentence)
    {
        Assert.Equal(0, (await MakeAsync(Secrets)).Status);
        File.Delete($"{Secrets}/gateway.pem");
        File.Delete($"{Secrets}/gateway.key");
        if (loss == "its key is another one")
        {
            await Script.RunAsync(
                _folder, ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", $"{Authority}/ca.key"]);
        }
        else
        {
            Directory.Move(Authority, Path.Combine(_folder, "elsewhere"));
        }

        if (loss == "all of it is elsewhere")
        {
            File.Delete($"{Secrets}/ca.pem");
        }

        var before = Contents();
        var (status, _, errors) = await MakeAsync(Secrets);
        Assert.Equal(1, status);
        Assert.Contains(sentence, errors);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task A_deleted_pair_is_made_again_once_the_key_of_the_authority_is_back()
    {
        Assert.Equal(0, (await MakeAsync(Secrets)).Status);
        var before = Contents();
        File.Delete($"{Secrets}/gateway.pem");
        File.Delete($"{Secrets}/gateway.key");
        var (status, _, errors) = await MakeAsync(Secrets);
        Assert.Equal((0, ""), (status, errors));
        Assert.Equal(
            [$"{Secrets}/gateway.key", $"{Secrets}/gateway.pem"],
            Contents().Where(file => before[file.Key] != file.Value).Select(file => file.Key));
        var (verified, _, reason) = await Script.RunAsync(
            _folder, ["openssl", "verify", "-CAfile", $"{Secrets}/ca.pem", $"{Secrets}/gateway.pem"]);
        Assert.True(verified == 0, reason);
    }

    [Fact]
    public async Task Folders_that_every_user_may_read_are_closed()
    {
        Assert.Equal(0, (await Script.RunAsync(_folder, ["mkdir", "-m", "755", Secrets, Authority])).Status);
        Assert.Equal(0, (await MakeAsync(Secrets)).Status);
        var modes = await Script.RunAsync(_folder, ["stat", "-c", "%a", Secrets, Authority]);
        Assert.Equal("700\n700\n", modes.Output);
    }

    [Theory]
    [InlineData("secrets")]
    [InlineData("./secrets/")]
    public async Task A_folder_is_named_relative_to_the_current_one(string folder)
    {
        var (status, _, errors) = await MakeAsync(folder);
        Assert.True(status == 0, errors);
        Assert.True(File.Exists($"{Secrets}/gateway.pem"));
        Assert.True(File.Exists($"{Authority}/ca.key"));
    }

    // A certificate that cannot be signed: the error is shown, and a repeat does not take a half for a whole.
    [Fact]
    public async Task A_failure_of_openssl_is_shown_and_leaves_no_half_of_a_file()
    {
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        var real = (await Script.RunAsync(_folder, ["which", "openssl"])).Output.Trim();
        await File.WriteAllTextAsync(
            $"{programs}/openssl",
            $"#!/bin/sh\ncase \"$*\" in *-CAkey*) echo 'no way to sign' >&2; exit 1;; esac\nexec '{real}' \"$@\"\n",
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Script.RunAsync(_folder, ["chmod", "755", $"{programs}/openssl"])).Status);
        var path = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        var (status, _, errors) = await Script.RunAsync(
            _folder,
            ["env", $"PATH={path}", "bash", Path.Combine(Repository.FindRoot(), "deploy/make-secrets.sh"), Secrets]);
        Assert.Equal(1, status);
        Assert.Contains("no way to sign", errors);
        Assert.All(Contents().Values, text => Assert.NotEmpty(text));
        var again = await MakeAsync(Secrets);
        Assert.Equal((0, ""), (again.Status, again.Errors));
        Assert.All(Directory.GetFiles(Secrets), file => Assert.True(new FileInfo(file).Length > 0, file));
    }

    private Task<(int Status, string Output, string Errors)> MakeAsync(string folder) => Script.RunAsync(
        _folder, ["bash", Path.Combine(Repository.FindRoot(), "deploy/make-secrets.sh"), folder]);

    private SortedDictionary<string, string> Contents() => new(Directory
        .GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText));
}
