using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>Which connection strings lead off the machine.</summary>
public sealed class ServerReachTests
{
    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("127.0.0.2:5433", null)]
    [InlineData("::1", null)]
    [InlineData("[::1]:5433", null)]
    [InlineData("::ffff:127.0.0.1", null)]
    [InlineData("localhost", null)]
    [InlineData("LocalHost:5433", null)]
    [InlineData("/var/run/postgresql", null)]
    [InlineData("@abstract", null)]
    [InlineData("localhost,127.0.0.1:1,[::1],/run", null)]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::", "::")]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("128.0.0.1", "128.0.0.1")]
    [InlineData("[2001:db8::7]:5433", "2001:db8::7")]
    [InlineData("db", "db")]
    [InlineData("db.localhost", "db.localhost")]
    [InlineData("localhost.example", "localhost.example")]
    [InlineData("127.0.0.1.example:5432", "127.0.0.1.example")]
    [InlineData("localhost, db:5433 ,other", "db")]
    [InlineData("127.0.0.1,10.0.0.7", "10.0.0.7")]
    public void A_host_is_this_machine_or_another_one(string hosts, string? foreign)
    {
        var connection = $"Host={hosts};Username=u;Database=d";
        Assert.Equal(foreign, ServerReach.FindForeignHost(connection));
        Assert.Equal(foreign, ServerReach.FindUnverifiedHost(connection));
        Assert.Null(ServerReach.FindUnverifiedHost($"{connection};SSL Mode=VerifyFull"));
    }

    [Theory]
    [InlineData("", "db")]
    [InlineData("SSL Mode=Disable", "db")]
    [InlineData("SSL Mode=Prefer", "db")]
    [InlineData("SSL Mode=Require", "db")]
    [InlineData("SSL Mode=VerifyCA;Root Certificate=/ca.pem", "db")]
    [InlineData("SslMode=VerifyFull;Root Certificate=/ca.pem", null)]
    public void Only_one_mode_makes_sure_of_the_server(string mode, string? unverified) =>
        Assert.Equal(unverified, ServerReach.FindUnverifiedHost($"Host=db;{mode}"));

    /// <summary>The words of libpq and of Npgsql for a host; the last one counts.</summary>
    [Theory]
    [InlineData("Host=127.0.0.1;Server=db", "db")]
    [InlineData("Server=db;Host=127.0.0.1", null)]
    [InlineData("Server=db", "db")]
    public void Every_word_for_a_host_counts(string connection, string? foreign) =>
        Assert.Equal(foreign, ServerReach.FindForeignHost(connection));
}
