using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// The image restores the packages before it copies the sources, so each project file under src must be copied before
/// that.
/// </summary>
internal sealed class ImageRule : IRule
{
    private const string Recipe = "deploy/Dockerfile";

    public IEnumerable<Violation> Check(SourceTree tree) =>
        tree.Find(Recipe) is { } recipe
            ? tree.EndingIn(".csproj", under: "src")
                .Select(project => project.Folder)
                .Where(folder => !recipe.Lines.Contains($"COPY {folder}/*.csproj {folder}/"))
                .Select(folder => recipe.At(1, $"the project file of {folder} is not copied before the restore"))
            : [];
}
