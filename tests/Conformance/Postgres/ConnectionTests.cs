using Cartwright.Postgres;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>How an operator's connection string is completed and changed.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public void Several_hosts_are_asked_every_second_which_of_them_takes_writes()
    {
        var used = Used("Host=one:5001,two:5002;Database=shop");
        Assert.Equal("primary", used.TargetSessionAttributes);
        Assert.Equal(1, used.HostRecheckSeconds);
        Assert.Equal(2, used.Timeout);
        Assert.Equal(2, used.KeepAlive);
        Assert.True(used.TcpKeepAlive);
        Assert.Equal(-1, used.CancellationTimeout);
    }

    [Fact]
    public void What_the_string_says_about_hosts_and_signs_of_life_is_kept()
    {
        var used = Used(
            "Host=one,two;Target Session Attributes=read-write;Host Recheck Seconds=5;Timeout=7;Keepalive=9;"
            + "Tcp Keepalive=false;Include Error Detail=true");
        Assert.Equal("read-write", used.TargetSessionAttributes);
        Assert.Equal(5, used.HostRecheckSeconds);
        Assert.Equal(7, used.Timeout);
        Assert.Equal(9, used.KeepAlive);
        Assert.False(used.TcpKeepAlive);
        Assert.True(used.IncludeErrorDetail);
    }

    [Fact]
    public void What_the_promises_rest_on_is_set_whatever_the_string_says()
    {
        var used = Used("Host=one;Cancellation Timeout=2000;Command Timeout=60;Multiplexing=true");
        Assert.Equal(-1, used.CancellationTimeout);
        Assert.Equal(6, used.CommandTimeout);
        Assert.False(used.Multiplexing);
        Assert.Null(used.TargetSessionAttributes);
    }

    /// <summary>Later options win, also over those of the role and of the database.</summary>
    [Fact]
    public void The_warning_of_a_commit_that_no_standby_has_is_asked_for_whatever_the_string_says()
    {
        var options = Used("Host=one;Options=-c client_min_messages=error -c work_mem=9MB").Options!;
        Assert.Contains("work_mem=9MB", options, StringComparison.Ordinal);
        Assert.True(
            options.IndexOf("client_min_messages=warning", StringComparison.Ordinal)
            > options.IndexOf("client_min_messages=error", StringComparison.Ordinal));
    }

    /// <summary>
    /// The program looks for the primary itself, and overrides the driver's own choice in the string.
    /// </summary>
    [Fact]
    public void Each_of_several_hosts_gets_a_connection_string_of_its_own()
    {
        var each = HostList.Split(Connections.Of(new PostgresOptions
        {
            ConnectionString = "Host=one:5001, 10.0.0.2,[::1]:5003,::2,[::3],;Port=6000;Database=shop;"
                + "Load Balance Hosts=true;Target Session Attributes=standby",
        })).Select(text => new NpgsqlConnectionStringBuilder(text)).ToList();
        Assert.Equal(
            [("one", 5001), ("10.0.0.2", 6000), ("::1", 5003), ("::2", 6000), ("::3", 6000)],
            each.Select(one => (one.Host!, one.Port)));
        Assert.All(each, one => Assert.Null(one.TargetSessionAttributes));
        Assert.All(each, one => Assert.False(one.LoadBalanceHosts));
        Assert.All(each, one => Assert.Equal("shop", one.Database));
    }

    [Theory]
    [InlineData("Host=one:5001;Database=shop")]
    [InlineData("Host=::1;Port=5001;Database=shop")]
    [InlineData("Host=/var/run/postgresql;Database=shop;Target Session Attributes=primary")]
    public void One_host_is_left_to_the_driver(string given) => Assert.Equal([given], HostList.Split(given));

    [Theory]
    [InlineData("127.0.0.2:5433", "127.0.0.2")]
    [InlineData("[::1]:5433", "::1")]
    [InlineData("::ffff:127.0.0.1", "::ffff:127.0.0.1")]
    [InlineData("[2001:db8::7]:5433", "2001:db8::7")]
    [InlineData("/var/run/postgresql", "")]
    [InlineData("@abstract", "")]
    [InlineData("localhost, db:5433 ,/run,other", "localhost db other")]
    public void Every_host_is_named_without_its_port(string hosts, string names)
    {
        var connection = $"Host={hosts};Username=u;Database=d";
        Assert.Equal(names, string.Join(' ', PostgresOptions.HostsIn(connection)));
        Assert.Equal(names, string.Join(' ', PostgresOptions.UnverifiedHosts(connection)));
        Assert.Empty(PostgresOptions.UnverifiedHosts($"{connection};SSL Mode=VerifyFull"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("SSL Mode=Disable", false)]
    [InlineData("SSL Mode=Prefer", false)]
    [InlineData("SSL Mode=Require", false)]
    [InlineData("SSL Mode=VerifyCA;Root Certificate=/ca.pem", false)]
    [InlineData("SslMode=VerifyFull;Root Certificate=/ca.pem", true)]
    public void Only_one_mode_makes_sure_of_the_server(string mode, bool isVerified) =>
        Assert.Equal(isVerified ? [] : ["db"], PostgresOptions.UnverifiedHosts($"Host=db;{mode}"));

    /// <summary>Two words for one thing: the last one counts, for the driver and here.</summary>
    [Theory]
    [InlineData("Host=127.0.0.1;Server=db", "db")]
    [InlineData("Server=db;Host=127.0.0.1", "127.0.0.1")]
    public void Every_word_for_a_host_counts(string connection, string host) =>
        Assert.Equal([host], PostgresOptions.HostsIn(connection));

    private static NpgsqlConnectionStringBuilder Used(string given) =>
        new(Connections.Of(new PostgresOptions { ConnectionString = given }));
}
