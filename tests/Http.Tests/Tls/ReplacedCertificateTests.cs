using System.Net;
using Cartwright.Http.Tests.Local;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Tls;

/// <summary>Certificates that are replaced while a node serves; over real sockets.</summary>
public sealed class ReplacedCertificateTests : IAsyncLifetime
{
    private const string Name = "node";
    private const int Rounds = 5;
    private const int RequestsEach = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CertificateFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly LogLines _log = new();
    private ILoggerFactory _loggers = null!;
    private TlsFiles _files = null!;
    private ProcessTls _tls = null!;
    private LocalShop _shop = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _files = _folder.FilesOf(Name);
        _tls = ProcessTls.Open(_files, _loggers, _clock);
        _shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { Url = "https://127.0.0.1:0", Tls = _tls },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _tls.Dispose();
        _loggers.Dispose();
        _folder.Dispose();
    }

    // One client keeps its connection through all changes, the other opens one for each request.
    [Fact]
    public async Task No_request_fails_while_the_certificate_is_replaced()
    {
        using var kept = _folder.NewClient();
        using var fresh = _folder.NewClient();
        fresh.DefaultRequestHeaders.ConnectionClose = true;
        for (var round = 1; round <= Rounds; round++)
        {
            var requests = Task.WhenAll(CreateItemsAsync(kept), CreateItemsAsync(fresh));
            _folder.Certificates.Sign(Name);
            _clock.Advance(Pause);
            var seen = await _folder.SeenAtAsync(_shop.Url);
            await requests;
            Assert.Equal(CertificateFolder.ThumbprintOf(_files.CertificateFile!), seen);
        }

        Assert.Equal(Rounds, Lines("replaced certificates: CN=node").Count);
    }

    [Fact]
    public async Task A_pair_that_does_not_fit_together_leaves_the_earlier_one_and_is_warned_of_once()
    {
        var before = await _folder.SeenAtAsync(_shop.Url);
        var key = await File.ReadAllTextAsync(_files.KeyFile!, Stop);
        _folder.Certificates.Sign("other");
        File.Copy(_folder.Certificates.KeyOf("other"), _files.KeyFile!, overwrite: true);
        _clock.Advance(Pause);
        Assert.Empty(Lines("earlier ones are kept"));
        _clock.Advance(Pause);
        _clock.Advance(Pause);
        Assert.Contains(_files.KeyFile!, Assert.Single(Lines("earlier ones are kept")), StringComparison.Ordinal);
        Assert.Equal(before, await _folder.SeenAtAsync(_shop.Url));

        await File.WriteAllTextAsync(_files.KeyFile!, key, Stop);
        _folder.Certificates.Sign(Name);
        _clock.Advance(Pause);
        Assert.Equal(
            CertificateFolder.ThumbprintOf(_files.CertificateFile!), await _folder.SeenAtAsync(_shop.Url));
    }

    [Fact]
    public void A_file_that_cannot_be_read_any_more_is_warned_of()
    {
        File.Delete(_files.KeyFile!);
        _clock.Advance(Pause);
        _clock.Advance(Pause);
        Assert.Contains(_files.KeyFile!, Assert.Single(Lines("earlier ones are kept")), StringComparison.Ordinal);
    }

    // Kubernetes puts the files into a new folder, and lets a link point there.
    [Fact]
    public void A_link_to_other_files_is_followed()
    {
        _ = _folder.FilesOf("second");
        var (first, second, current) = (MadeOf(Name), MadeOf("second"), _folder.PathOf("current"));
        Directory.CreateSymbolicLink(current, first);
        using var tls = ProcessTls.Open(
            new TlsFiles
            {
                CertificateFile = Path.Combine(current, "tls.pem"), KeyFile = Path.Combine(current, "tls.key"),
            },
            _loggers,
            _clock);
        Directory.Delete(current);
        Directory.CreateSymbolicLink(current, second);
        _clock.Advance(Pause);
        Assert.Single(Lines("replaced certificates: CN=second"));
    }

    private string MadeOf(string name)
    {
        var folder = Directory.CreateDirectory(_folder.PathOf($"..{name}")).FullName;
        File.Copy(_folder.Certificates.CertificateOf(name), Path.Combine(folder, "tls.pem"));
        File.Copy(_folder.Certificates.KeyOf(name), Path.Combine(folder, "tls.key"));
        return folder;
    }

    private async Task CreateItemsAsync(HttpClient client)
    {
        for (var number = 0; number < RequestsEach; number++)
        {
            using var answer = await client.PostAsync(new Uri(_shop.Url, "/stock/item/create/1"), content: null, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private IReadOnlyList<string> Lines(string part) =>
        [.. _log.Of("Cartwright.Web").Where(line => line.Contains(part, StringComparison.Ordinal))];
}
