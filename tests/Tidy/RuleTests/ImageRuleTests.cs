using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ImageRuleTests
{
    private const string Recipe = "COPY src/Kernel/*.csproj src/Kernel/\nRUN dotnet restore src/Kernel/Kernel.csproj\n";

    private static readonly ImageRule Rule = new();

    [Fact]
    public void A_project_that_the_image_does_not_copy_is_found() =>
        Seeded.Finds(
            Rule,
            "src/Domain is not copied",
            ("deploy/Dockerfile", Recipe),
            ("src/Kernel/Kernel.csproj", ""),
            ("src/Domain/Domain.csproj", ""));

    [Fact]
    public void Projects_that_it_copies_and_those_of_tests_are_right() =>
        Seeded.FindsNothing(
            Rule,
            ("deploy/Dockerfile", Recipe),
            ("src/Kernel/Kernel.csproj", ""),
            ("tests/Tidy/Tidy.csproj", ""));
}
