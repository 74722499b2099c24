using System.CommandLine;
using System.Diagnostics;
using Cartwright.Cli.Backup;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Config;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Migrate;
using Cartwright.Cli.Parked;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>Passwords: the allowed sources, and that no output shows them.</summary>
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
        var json = ConfigCommand.ToJson(configured);
        Assert.DoesNotContain(Hush, json, StringComparison.Ordinal);
        Assert.Contains("***", json, StringComparison.Ordinal);
        Assert.All(configured.Mistakes, said => Assert.DoesNotContain(Hush, said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_string_is_shown_but_for_its_password()
    {
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = "Host=db;Username=u;Password=hush";
        var shown = TestSettings.Read("", _environment).ValueOf(Settings.Databases[Role.Order]).Shown;
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
        Assert.Equal("Host=db;Password=hush", configured.DatabaseConnections()[Role.Order]);
    }

    [Fact]
    public void A_password_can_lie_in_a_file_beside_the_connection_string()
    {
        File.WriteAllText(_file, "a;'b=\n");
        _environment["CARTWRIGHT_POSTGRES_ORDER_PASSWORD_FILE"] = _file;
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = "Host=db;PWD=old";
        var configured = TestSettings.Read("", _environment);
        Assert.Empty(configured.Mistakes);
        Assert.Equal("host=db;Password=\"a;'b=\"", configured.DatabaseConnections()[Role.Order]);
    }

    /// <summary>Every user of the machine can see the command line of a process.</summary>
    [Fact]
    public void A_secret_on_the_command_line_is_refused_with_the_ways_that_there_are()
    {
        var secrets = Settings.All.Where(setting => setting.IsSecret).ToList();
        Assert.Equal((2 * ShopServices.Roles.Count) + 2, secrets.Count);
        foreach (var setting in secrets)
        {
            var mistake = Assert.Single(TestSettings.Read($"{setting.Option} Host=db;Password=hush").Mistakes);
            Assert.StartsWith($"{setting.Option} must not ", mistake);
            Assert.All(
                [
                    $"{setting.Variable},", $"{setting.Option}-file", $"{setting.Variable}_FILE",
                    $"{setting.Name} in the configuration file",
                ],
                way => Assert.Contains(way, mistake, StringComparison.Ordinal));
            Assert.DoesNotContain(Hush, mistake, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Host=db;PWD=hush")]
    [InlineData("Host=db;psw=hush")]
    [InlineData("host=db;PASSWORD=hush")]
    [InlineData("Host=db;SSL Password=hush")]
    public void A_connection_string_on_the_command_line_holds_no_password(string connection)
    {
        // A password with a space needs quotes on a command line.
        var configured = TestSettings.Read($"--postgres-stock \"{connection}\"");
        Assert.StartsWith("--postgres-stock must not ", Assert.Single(configured.Mistakes));
        _environment["CARTWRIGHT_POSTGRES_STOCK"] = connection;
        Assert.Empty(TestSettings.Read("", _environment).Mistakes);
    }

    /// <summary>
    /// The verb rejects the line before any part starts, so the result does not depend on the servers that can be
    /// reached.
    /// </summary>
    [Theory]
    [InlineData("serve --roles stock --kafka 127.0.0.1:1 --postgres-stock Host=127.0.0.1;Port=1;Password=hush")]
    [InlineData("serve --urls http://127.0.0.1:0 --data DIR --postgres-order-password hush")]
    [InlineData("config --postgres-order-password hush")]
    [InlineData("migrate --postgres-order Host=127.0.0.1;Port=1 --postgres-order-password hush")]
    [InlineData("migrate --postgres-order Host=127.0.0.1;Port=1;Password=hush")]
    [InlineData("verify --data DIR --postgres-order-password hush")]
    [InlineData("parked list --postgres-order Host=127.0.0.1;Port=1;Password=hush")]
    [InlineData("parked list --data DIR --postgres-payment-password hush")]
    [InlineData("backup DIR/copy --data DIR --postgres-payment-password hush")]
    public async Task A_verb_with_a_secret_on_its_command_line_ends_as_misused(string line)
    {
        var directory = _file + ".shop";
        var root = new RootCommand
        {
            NodeComposition.Serve(),
            ConfigCommand.CreateCommand(),
            MigrateCommand.CreateCommand(),
            VerifyCommand.CreateCommand(),
            ParkedCommand.CreateCommand(), BackupCommand.CreateCommand(),
        };
        var (status, output) = await Captured.RunAsync(() => CommandLineRun.InvokeAsync(
            root, line.Replace("DIR", directory, StringComparison.Ordinal).Split(' ')));
        Assert.Equal(CommandLineRun.Usage, status);
        Assert.DoesNotContain(Hush, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    // A descriptor is a file too: --postgres-order-password-file /dev/fd/3, or a named pipe.
    [Fact]
    public async Task A_secret_can_come_through_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other pipes.");
        var (stop, pipe) = (TestContext.Current.CancellationToken, _file + ".pipe");
        using (var maker = Process.Start("mkfifo", [pipe]))
        {
            await maker.WaitForExitAsync(stop);
        }

        _environment["CARTWRIGHT_POSTGRES_ORDER_PASSWORD_FILE"] = pipe;
        var writing = Task.Run(() => File.WriteAllText(pipe, "a;'b=\n"), stop);
        var configured = TestSettings.Read("--postgres-order Host=db", _environment);
        await writing.WaitAsync(TimeSpan.FromSeconds(30), stop);
        File.Delete(pipe);
        Assert.Empty(configured.Mistakes);
        Assert.Equal("host=db;Password=\"a;'b=\"", configured.DatabaseConnections()[Role.Order]);
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
        Assert.Equal("Host=later", configured.TextOf(Settings.Databases[Role.Order]));
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
