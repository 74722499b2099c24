using Cartwright.Cli.Configuration;
using Cartwright.Domain;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>Passwords: where they may lie, and that they are never shown.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Hush = "hush";

    private readonly string _file = Path.GetTempFileName();
    private readonly Dictionary<string, string> _environment = [];

    [Theory]
    [InlineData("Host=db;Username=u;Password=hush")]
    [InlineData("Host=db;PWD=hush;Username=u")]
    [InlineData("host=db;psw=hush")]
    [InlineData("Host=db;SSL Password=hush")]
    [InlineData("Host=db;Password=\"a;hush\"")]
    [InlineData("Host=db;Password=a;hush=1")]
    [InlineData("postgres://u:hush@db/shop?sslmode=require")]
    [InlineData("hush")]
    public void A_connection_string_is_shown_without_its_password(string connection)
    {
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = connection;
        _environment["CARTWRIGHT_POSTGRES_STOCK_PASSWORD"] = Hush;
        var configured = TestSettings.Read("", _environment);
        var json = ConfigCommand.Json(configured);
        Assert.DoesNotContain(Hush, json, StringComparison.Ordinal);
        Assert.Contains("***", json, StringComparison.Ordinal);
        Assert.All(configured.Mistakes, said => Assert.DoesNotContain(Hush, said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_string_is_shown_but_for_its_password()
    {
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = "Host=db;Username=u;Password=hush";
        var shown = TestSettings.Read("", _environment).Of(Settings.Databases[Role.Order]).Shown;
        Assert.Equal("host=db;username=u;password=***", shown);
    }

    [Theory]
    [InlineData("CARTWRIGHT_POSTGRES_ORDER_FILE", "")]
    [InlineData("", "--postgres-order-file FILE")]
    public void A_connection_string_can_lie_in_a_file(string variable, string line)
    {
        File.WriteAllText(_file, "Host=db;Password=hush\n");
        _environment[variable] = _file;
        var configured = TestSettings.Read(line.Replace("FILE", _file, StringComparison.Ordinal), _environment);
        Assert.Empty(configured.Mistakes);
        Assert.Equal("Host=db;Password=hush", configured.Databases()[Role.Order]);
    }

    [Fact]
    public void A_password_can_lie_in_a_file_beside_the_connection_string()
    {
        File.WriteAllText(_file, "a;'b=\n");
        _environment["CARTWRIGHT_POSTGRES_ORDER_PASSWORD_FILE"] = _file;
        var configured = TestSettings.Read("--postgres-order Host=db;PWD=old", _environment);
        Assert.Empty(configured.Mistakes);
        Assert.Equal("host=db;Password=\"a;'b=\"", configured.Databases()[Role.Order]);
    }

    [Fact]
    public void A_file_and_a_text_of_one_source_exclude_each_other()
    {
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = "Host=db";
        _environment["CARTWRIGHT_POSTGRES_ORDER_FILE"] = _file;
        Assert.Contains(
            "CARTWRIGHT_POSTGRES_ORDER and CARTWRIGHT_POSTGRES_ORDER_FILE exclude each other.",
            TestSettings.Read("", _environment).Mistakes);
    }

    [Fact]
    public void The_file_of_a_later_source_wins_over_the_text_of_an_earlier_one()
    {
        File.WriteAllText(_file, "Host=later");
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = "Host=earlier";
        var configured = TestSettings.Read($"--postgres-order-file {_file}", _environment);
        Assert.Empty(configured.Mistakes);
        Assert.Equal("Host=later", configured.Text(Settings.Databases[Role.Order]));
    }

    [Fact]
    public void A_secret_whose_file_is_missing_is_a_mistake()
    {
        _environment["CARTWRIGHT_POSTGRES_ORDER_FILE"] = _file + ".none";
        var mistake = Assert.Single(TestSettings.Read("", _environment).Mistakes);
        Assert.StartsWith($"CARTWRIGHT_POSTGRES_ORDER_FILE names the file '{_file}.none'", mistake);
    }

    [Theory]
    [InlineData("Username=u", "--postgres-order has no Host.")]
    [InlineData("Host=db;Sslmode=perhaps", "--postgres-order is no connection string")]
    [InlineData("Host=db;Colour=blue", "--postgres-order is no connection string")]
    public void A_connection_string_that_cannot_be_one_is_a_mistake(string connection, string mistake) =>
        Assert.StartsWith(mistake, Assert.Single(TestSettings.Read($"--postgres-order {connection}").Mistakes));

    public void Dispose() => File.Delete(_file);
}
