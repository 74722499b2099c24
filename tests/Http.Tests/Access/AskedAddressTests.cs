using Cartwright.Web;

namespace Cartwright.Http.Tests.Access;

/// <summary>A server that was asked to be for its machine alone ends if it listens elsewhere.</summary>
public sealed class AskedAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:18000")]
    [InlineData("http://localhost:18000", "http://localhost:18000")]
    [InlineData("https://0.0.0.0:18000", "https://0.0.0.0:18000")]
    public void It_listens_where_it_was_asked_to(string asked, string bound) =>
        new AskedAddress(asked).RequireReach([bound]);

    [Theory]
    [InlineData("http://[::]:18000")]
    [InlineData("http://0.0.0.0:18000")]
    [InlineData("http://192.0.2.2:18000")]
    public void Elsewhere_it_ends(string bound) => Assert.Contains(
        bound,
        Assert.Throws<InvalidOperationException>(
            () => new AskedAddress("http://localhost:18000").RequireReach(["http://127.0.0.1:18000", bound])).Message,
        StringComparison.Ordinal);
}
