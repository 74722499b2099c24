using Cartwright.Cli.Databases;
using Cartwright.Cli.Tests.Configuration;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Databases;

/// <summary>Which databases the verbs open, `serve` excepted.</summary>
public sealed class DatabaseOptionsTests
{
    private const string Order = "Host=db;Database=shop";

    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Without_anything_it_is_the_file_of_the_embedded_shop()
    {
        var choice = Choose("");
        Assert.Equal(Path.GetFullPath("data"), choice.Embedded?.Directory);
        Assert.Empty(choice.Services);
    }

    /// <summary>The container image sets it for every node, so it does not select the kind of shop.</summary>
    [Fact]
    public void A_data_directory_in_the_environment_does_not_hide_the_databases()
    {
        _environment["CARTWRIGHT_DATA"] = "/data";
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = Order;
        var choice = Choose("");
        Assert.Null(choice.Embedded);
        Assert.Equal([KeyValuePair.Create(Role.Order, Order)], choice.Services);
    }

    [Fact]
    public void A_data_directory_on_the_command_line_wins_over_databases_that_are_set_elsewhere()
    {
        _environment["CARTWRIGHT_POSTGRES_ORDER"] = Order;
        Assert.Equal("/shop", Choose("--data /shop").Embedded?.Directory);
    }

    [Theory]
    [InlineData(null, "--data /shop --postgres-order Host=db", "--data and --postgres-order exclude each other.")]
    [InlineData("cluster", "--data /shop", "--cluster and --data exclude each other.")]
    [InlineData("cluster", "--postgres-stock Host=db", "--cluster and --postgres-stock exclude each other.")]
    [InlineData(null, "--lanes many", "--lanes must be a whole number from 1 to 64, not 'many'.")]
    public void What_excludes_each_other_or_is_wrong_is_named(string? cluster, string line, string message) =>
        Assert.Equal(message, Assert.Throws<UsageFault>(() => Choose(line, cluster)).Message);

    private DatabaseChoice Choose(string line, string? cluster = null) =>
        DatabaseOptions.ChooseDatabases(cluster, TestSettings.Read(line, _environment));
}
