using Cartwright.Contracts.Documents;
using Cartwright.Contracts.Shops;
using Cartwright.Http.Tests.Server;

[assembly: AssemblyFixture(typeof(SharedShop))]

namespace Cartwright.Contracts.Shops;

/// <summary>One shop for all tests of this project, with a process and a folder of its own.</summary>
public sealed class SharedShop : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private ServerProcess? _process;

    public Uri Url => _process!.Url;

    /// <summary>The document in the docs, for which clients are generated.</summary>
    internal static string DocumentFile => Repository.File("docs/openapi.json");

    /// <summary>The document that the docs have; a test of Http.Tests compares it with the shop's.</summary>
    internal static string ReadDocument() => File.ReadAllText(DocumentFile);

    public async ValueTask InitializeAsync() => _process = await ServerProcess.StartAsync(
        "--urls", "http://127.0.0.1:0", "--data", _folder.Path);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}
