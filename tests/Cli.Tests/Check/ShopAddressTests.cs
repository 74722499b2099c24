using System.CommandLine;
using Cartwright.CommandLine;
using Cartwright.Lab.Http;

namespace Cartwright.Cli.Tests.Check;

/// <summary>The address of a shop, and the credentials that are sent there.</summary>
public sealed class ShopAddressTests : IDisposable
{
    private readonly string _key = Path.GetTempFileName();

    public ShopAddressTests() => File.WriteAllText(_key, "cartwright_key\n");

    [Theory]
    [InlineData("http://192.0.2.1:8000")]
    [InlineData("http://shop.example:8000")]
    public void A_key_is_not_sent_through_a_network_in_the_clear(string url)
    {
        Assert.Equal(url, Read($"--url {url}").ToString());
        var refused = Assert.Throws<UsageFault>(() => Read($"--url {url} --api-key-file {_key}"));
        Assert.Equal($"--api-key-file would send the key to {url} in the clear: use https.", refused.Message);
    }

    [Theory]
    [InlineData("https://shop.example:8443")]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://[::1]:8000")]
    [InlineData("http://localhost:8000")]
    public void It_is_sent_over_TLS_and_within_this_machine(string url) =>
        Assert.Equal("cartwright_key", Read($"--url {url} --api-key-file {_key}").Access.ApiKey);

    public void Dispose() => File.Delete(_key);

    private static ServerAddress Read(string line)
    {
        var options = new ShopAddressOptions();
        var command = new RootCommand();
        options.AddTo(command);
        return options.ReadAddress(command.Parse(line));
    }
}
