using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Access;

/// <summary>The form of a file of API keys, and its changes.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private readonly DataFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "keys");

    [Theory]
    [InlineData("", "It has no key.")]
    [InlineData("# till payment", "It has no key.")]
    [InlineData("till payment", "Line 1 is not of the form 'name scope,scope sha256-of-the-key'.")]
    [InlineData($"till payment {Digest} more", "Line 1 is not of the form")]
    [InlineData($"\n\ntill, payment {Digest}", "The name in line 3 must be 1 to 64 of")]
    [InlineData($"a/b payment {Digest}", "The name in line 1 must be")]
    [InlineData($"till pay {Digest}", "'pay' in line 1 is no scope of a key; they are: orders, ")]
    [InlineData($"till shopper {Digest}", "'shopper' in line 1 is no scope of a key")]
    [InlineData($"till payment,,stock {Digest}", "'' in line 1 is no scope of a key")]
    [InlineData("till payment cartwright_secret", "The digest in line 1 must be 64 hexadecimal digits.")]
    [InlineData($"till payment {Digest}0", "The digest in line 1 must be 64 hexadecimal digits.")]
    [InlineData($"a stock {Digest}\nb stock {Digest}", "It has one key twice.")]
    public void A_malformed_file_is_named_by_its_line(string text, string mistake)
    {
        System.IO.File.WriteAllText(File, text);
        var said = Assert.Throws<FormatException>(() => ApiKeys.Read(File)).Message;
        Assert.StartsWith(mistake, said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
        Assert.Equal($"names the file '{File}', which cannot be used: {said.TrimEnd('.')}", ApiKeys.MistakeIn(File));
    }

    [Fact]
    public void A_third_key_of_a_name_is_a_mistake()
    {
        var lines = Enumerable.Range(0, 3).Select(_ => ApiKeys.LineOf("till", ["payment"], ApiKeys.NewKey()));
        Assert.Equal(
            "It has more than 2 keys of the name till.",
            Assert.Throws<FormatException>(() => ApiKeys.Parse(string.Join('\n', lines))).Message);
    }

    [Fact]
    public void A_file_that_every_user_can_write_is_a_mistake()
    {
        System.IO.File.WriteAllText(File, $"till payment {Digest}");
        Assert.Null(ApiKeys.MistakeIn(File));
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, (UnixFileMode)0b110_110_110);
        }

        Assert.EndsWith("Every user of the machine can write it", ApiKeys.MistakeIn(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_random_and_found_by_their_digest()
    {
        var (key, other) = (ApiKeys.NewKey(), ApiKeys.NewKey());
        Assert.NotEqual(key, other);
        Assert.Matches("^cartwright_[A-Za-z0-9_-]{43}$", key);
        var keys = ApiKeys.Parse($"\t{ApiKeys.LineOf("till", ["payment", "stock"], key)}\r\n");

        var caller = keys.Find(new RequestCredentials(key, Name: null));
        Assert.Equal(new Caller("till", Scopes.Payment | Scopes.Stock), caller);
        Assert.False(caller!.IsOpen);
        Assert.Equal(caller, keys.Find(new RequestCredentials(key, "till")));
        Assert.Null(keys.Find(new RequestCredentials(key, "other")));
        Assert.Null(keys.Find(new RequestCredentials(other, Name: null)));
    }

    // The operator removes the last line, or all: a key that was stolen must not stay valid until a restart.
    [Theory]
    [InlineData("")]
    [InlineData("# till payment\n")]
    public void A_file_without_a_key_revokes_all_keys_and_at_the_start_is_a_mistake(string text)
    {
        var clock = new FakeTimeProvider();
        var log = new FakeLogger();
        var key = ApiKeys.NewKey();
        var credentials = new RequestCredentials(key, Name: null);
        System.IO.File.WriteAllText(File, ApiKeys.LineOf("till", ["payment"], key));
        using var watched = CredentialFile.OpenKeys(File, log, clock);
        Assert.NotNull(watched.Current.Find(credentials));

        System.IO.File.WriteAllText(File, text);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(watched.Current.Find(credentials));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(watched.Current.Find(credentials));
        var line = Assert.Single(log.Collector.GetSnapshot());
        Assert.Equal(
            (217, $"{File} has no key any more: the server accepts no credentials by it."), (line.Id.Id, line.Message));

        Assert.Throws<FormatException>(() => CredentialFile.OpenKeys(File, log, clock));
        System.IO.File.WriteAllText(File, ApiKeys.LineOf("till", ["payment"], key));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(watched.Current.Find(credentials));
    }

    // Meanwhile a key whose line is gone stays valid.
    [Fact]
    public void A_malformed_file_keeps_the_keys_and_is_an_error_that_is_repeated()
    {
        var clock = new FakeTimeProvider();
        var log = new FakeLogger();
        var key = ApiKeys.NewKey();
        System.IO.File.WriteAllText(File, ApiKeys.LineOf("till", ["payment"], key));
        using var watched = CredentialFile.OpenKeys(File, log, clock);
        System.IO.File.WriteAllText(File, "malformed");
        for (var second = 0; second < 150; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(watched.Current.Find(new RequestCredentials(key, Name: null)));
        Assert.Equal(
            [(215, LogLevel.Error), (215, LogLevel.Error), (215, LogLevel.Error)],
            log.Collector.GetSnapshot().Select(line => (line.Id.Id, line.Level)));
    }

    // Replaced by a link, as Kubernetes does, with an older time.
    [Fact]
    public void Contents_count_and_not_times()
    {
        var clock = new FakeTimeProvider();
        var log = new FakeLogger();
        var link = Path.Combine(_folder.Path, "link");
        System.IO.File.WriteAllText(File, "first");
        System.IO.File.CreateSymbolicLink(link, File);
        using var watched = CredentialFile.Open(link, Read, log, clock);
        Assert.Equal("first", watched.Current);

        System.IO.File.WriteAllText($"{File}2", "second");
        System.IO.File.SetLastWriteTimeUtc($"{File}2", DateTime.UnixEpoch);
        System.IO.File.Delete(link);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("first", watched.Current);
        System.IO.File.CreateSymbolicLink(link, $"{File}2");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", watched.Current);
        Assert.Equal($"The server has read {link} again: they have changed.", log.LatestRecord.Message);
    }

    [Fact]
    public void Contents_that_cannot_be_used_leave_the_last_value_and_one_line()
    {
        var clock = new FakeTimeProvider();
        var log = new FakeLogger();
        System.IO.File.WriteAllText(File, "first");
        using var watched = CredentialFile.Open(File, Read, log, clock);
        System.IO.File.WriteAllText(File, "");
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("first", watched.Current);
        Assert.Equal(
            $"The server cannot use {File} as they are now and keeps their last contents: It is empty.",
            Assert.Single(log.Collector.GetSnapshot()).Message);
        System.IO.File.WriteAllText(File, "third");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("third", watched.Current);
    }

    // As a certificate that becomes valid in a minute.
    [Fact]
    public void Contents_that_cannot_be_used_yet_are_tried_again()
    {
        var clock = new FakeTimeProvider();
        var isUsable = true;
        System.IO.File.WriteAllText(File, "first");
        using var watched = CredentialFile.Open(
            File, path => isUsable ? Read(path) : throw new FormatException("Not yet."), new FakeLogger(), clock);
        isUsable = false;
        System.IO.File.WriteAllText(File, "second");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("first", watched.Current);

        isUsable = true;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", watched.Current);
    }

    // A file is replaced in two steps by some tools: what is gone for one comparison is no fault yet.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_gone_or_a_folder_leaves_the_last_value_and_one_line(bool isFolder)
    {
        var clock = new FakeTimeProvider();
        var log = new FakeLogger();
        System.IO.File.WriteAllText(File, "first");
        using var watched = CredentialFile.Open(File, Read, log, clock);
        System.IO.File.Delete(File);
        if (isFolder)
        {
            Directory.CreateDirectory(File);
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(log.Collector.GetSnapshot());
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("first", watched.Current);
        var line = Assert.Single(log.Collector.GetSnapshot());
        Assert.Equal(215, line.Id.Id);
        Assert.StartsWith(
            $"The server cannot use {File} as they are now and keeps their last contents: ",
            line.Message,
            StringComparison.Ordinal);

        if (isFolder)
        {
            Directory.Delete(File);
        }

        System.IO.File.WriteAllText(File, "second");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", watched.Current);
        Assert.Equal(214, log.LatestRecord.Id.Id);
    }

    public void Dispose() => _folder.Dispose();

    private static string Read(string path) => System.IO.File.ReadAllText(path) is { Length: > 0 } text
        ? text
        : throw new FormatException("It is empty.");
}
