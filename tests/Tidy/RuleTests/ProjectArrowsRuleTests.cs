using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ProjectArrowsRuleTests
{
    private static readonly ProjectArrowsRule Rule = new();

    [Theory]
    [InlineData("Engine", "../Kernel/Kernel.csproj")]
    [InlineData("Shop", "../Domain/Domain.csproj")]
    [InlineData("Sqlite", "../Engine/Engine.csproj")]
    [InlineData("Web", "../Domain/Domain.csproj")]
    [InlineData("Cli", @"..\Kafka\Kafka.csproj")]
    [InlineData("Lab", "../CommandLine/CommandLine.csproj")]
    [InlineData("Program", "../Lab/Lab.csproj")]
    public void Arrows_inward_are_allowed(string name, string target) =>
        Seeded.FindsNothing(Rule, Project(name, $"""<ProjectReference Include="{target}" />"""));

    [Theory]
    [InlineData("Domain", "../Engine/Engine.csproj")]
    [InlineData("Engine", "../Domain/Domain.csproj")]
    [InlineData("Engine", "../Sqlite/Sqlite.csproj")]
    [InlineData("Postgres", "../Kafka/Kafka.csproj")]
    [InlineData("Web", "../Sqlite/Sqlite.csproj")]
    [InlineData("Sqlite", "../Cli/Cli.csproj")]
    [InlineData("Cli", "../Lab/Lab.csproj")]
    [InlineData("Lab", "../Cli/Cli.csproj")]
    [InlineData("Lab", "../Domain/Domain.csproj")]
    [InlineData("CommandLine", "../Kernel/Kernel.csproj")]
    [InlineData("Client", "../Kernel/Kernel.csproj")]
    [InlineData("Cli", "../../tests/Simulation/Simulation.csproj")]
    public void Other_arrows_are_found(string name, string target) =>
        Seeded.Finds(
            Rule, $"{name} must not know {target}", Project(name, $"""<ProjectReference Include="{target}" />"""));

    [Fact]
    public void A_project_without_a_place_is_found() =>
        Seeded.Finds(Rule, "Redis has no place", Project("Redis", ""));

    [Fact]
    public void A_test_may_know_every_project() =>
        Seeded.FindsNothing(Rule, Project(
            "Conformance", """<ProjectReference Include="../Simulation/Simulation.csproj" />""", folder: "tests"));

    [Theory]
    [InlineData("""<PackageReference Include="Dapper" />""")]
    [InlineData("""<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    public void A_package_in_Domain_is_found(string reference) =>
        Seeded.Finds(Rule, "Domain has no package", Project("Domain", reference));

    [Fact]
    public void Client_has_one_package()
    {
        Seeded.FindsNothing(Rule, Project("Client", """<PackageReference Include="Polly.Core" />"""));
        Seeded.Finds(
            Rule,
            "Client has no package but Polly.Core",
            Project("Client", """<PackageReference Include="Polly" />"""));
    }

    [Theory]
    [InlineData("""<PackageReference Include="Analyzers" PrivateAssets="all" />""")]
    [InlineData("""<PackageReference Include="Analyzers"><PrivateAssets>all</PrivateAssets></PackageReference>""")]
    public void An_analyzer_in_Domain_is_allowed(string reference) =>
        Seeded.FindsNothing(Rule, Project("Domain", reference));

    private static (string Path, string Text) Project(string name, string item, string folder = "src") =>
        ($"{folder}/{name}/{name}.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
}
