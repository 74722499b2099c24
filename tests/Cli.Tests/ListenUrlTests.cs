using Cartwright.CommandLine;
using Cartwright.Web.Access;

namespace Cartwright.Cli.Tests;

/// <summary>Which texts are an address: nothing that a web server, or Kafka's client, reads as another one.</summary>
public sealed class ListenUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("HTTP://LocalHost:8000")]
    [InlineData("https://[::1]:8443")]
    [InlineData("https://0.0.0.0:443")]
    [InlineData("http://shop.example")]
    public void A_scheme_a_host_and_a_port_are_one(string text) => Assert.Null(ListenUrl.MistakeIn(text));

    [Theory]
    [InlineData("http://localhost.:8000")]
    [InlineData("http://127.0.0.1.:8000")]
    [InlineData("http://0.0.0.0@localhost:8000")]
    [InlineData("http://a:b@127.0.0.1:8000")]
    [InlineData("http://127.0.0.1:8000/;http://0.0.0.0:8001")]
    [InlineData("http://localhost/;http://0.0.0.0:8001")]
    [InlineData("http://127.0.0.1:8000;http://0.0.0.0:8001")]
    [InlineData("http://127.0.0.1:8000/shop")]
    [InlineData("http://127.0.0.1:8000?a")]
    [InlineData("http://127.0.0.1:8000#a")]
    [InlineData("http://127.0.0.1:8000\n")]
    [InlineData(" http://127.0.0.1:8000")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://[::ffff:127.0.0.1]:8000")]
    [InlineData("http://[::1%1]:8000")]
    [InlineData("http://loc%61lhost:8000")]
    [InlineData("http://localhost\\@0.0.0.0:8000")]
    [InlineData("http://*:8000")]
    [InlineData("http://+:8000")]
    [InlineData("http://:8000")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("")]
    public void Nothing_else_is(string text) =>
        Assert.StartsWith("takes one address such as", ListenUrl.MistakeIn(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost:9092", "localhost", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("[::1]:9092", "::1", true)]
    [InlineData("kafka_1.example:9092", "kafka_1.example", false)]
    [InlineData("10.0.0.5:65535", "10.0.0.5", false)]
    public void A_broker_has_a_host(string text, string host, bool isLocal)
    {
        Assert.Equal(host, BrokerAddress.HostIn(text));
        Assert.Equal(isLocal, Loopback.IsHost(BrokerAddress.HostIn(text)!));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData(":::")]
    [InlineData("kafka:99999")]
    [InlineData("kafka:0")]
    [InlineData("localhost/10.0.0.5:9092")]
    [InlineData("10.0.0.5:9092@localhost:1")]
    [InlineData("PLAINTEXT://localhost:9092")]
    [InlineData("localhost.:9092")]
    [InlineData("kafka:")]
    [InlineData("")]
    public void Another_text_is_no_broker(string text) => Assert.Null(BrokerAddress.HostIn(text));
}
