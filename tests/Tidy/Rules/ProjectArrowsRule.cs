using System.Xml.Linq;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Arrows between projects point inward: Kernel ← { Domain, Engine } ← Shop ← Web ← Cli ← Program, and
/// Engine ← { Sqlite, Postgres, Kafka } ← Cli. Adapters do not reference each other, nothing in src references a test,
/// and Kernel and Domain have no package but analyzers. Lab judges the shop: it shares only the command line with it,
/// and only Program references Lab. Client is a package of its own, with one dependency.
/// </summary>
internal sealed class ProjectArrowsRule : IRule
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Kernel"] = [],
        ["Domain"] = ["Kernel"],
        ["Engine"] = ["Kernel"],
        ["Shop"] = ["Kernel", "Domain", "Engine"],
        ["Admin"] = ["Kernel", "Domain", "Engine", "Shop"],
        ["Console"] = ["Domain", "Admin"],
        ["Sqlite"] = ["Kernel", "Engine"],
        ["Postgres"] = ["Kernel", "Engine"],
        ["Kafka"] = ["Kernel", "Engine"],
        ["Web"] = ["Kernel", "Domain", "Engine", "Shop", "Admin"],
        ["Client"] = [],
        ["CommandLine"] = [],
        ["Lab"] = ["CommandLine"],
        ["Cli"] =
        [
            "CommandLine", "Kernel", "Domain", "Engine", "Shop", "Admin", "Console", "Sqlite", "Postgres", "Kafka",
            "Web",
        ],
        ["Program"] = ["CommandLine", "Cli", "Lab"],
    };

    /// <summary>The packages of projects that may not have others.</summary>
    private static readonly Dictionary<string, string[]> MayInstall = new()
    {
        ["Kernel"] = [],
        ["Domain"] = [],
        ["Client"] = ["Polly.Core"],
    };

    /// <summary>
    /// The adapters, for each rule about them: a second list would leave a new adapter out without notice.
    /// </summary>
    internal static IReadOnlyList<string> Adapters { get; } =
        [.. MayReference.Where(project => project.Value is ["Kernel", "Engine"]).Select(project => project.Key)];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        tree.EndingIn(".csproj", under: "src").SelectMany(CheckProject);

    private static IEnumerable<Violation> CheckProject(SourceFile project)
    {
        var name = ProjectName(project.Path);
        if (!MayReference.TryGetValue(name, out var allowed))
        {
            return [project.At(1, $"{name} has no place among the arrows between projects; give it one first")];
        }

        var elements = XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Descendants().ToList();
        var arrows = elements
            .Where(element => element.Name.LocalName == "ProjectReference")
            .Where(element => !IsAllowed(Target(project, element), allowed))
            .Select(element => At(project, element, $"{name} must not know {element.Attribute("Include")?.Value}"));
        return MayInstall.TryGetValue(name, out var packages)
            ? arrows.Concat(Packages(project, name, packages, elements))
            : arrows;
    }

    private static IEnumerable<Violation> Packages(
        SourceFile project, string name, string[] allowed, IEnumerable<XElement> elements) => elements
        .Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference")
        .Where(element => PrivateAssets(element) != "all")
        .Where(element => !allowed.Contains(element.Attribute("Include")?.Value))
        .Select(element => At(project, element,
            $"{name} has no package{Except(allowed)}; an analyzer says PrivateAssets=\"all\""));

    private static string Except(string[] allowed) =>
        allowed.Length == 0 ? "" : $" but {string.Join(", ", allowed)}";

    private static string? PrivateAssets(XElement element) =>
        element.Attribute("PrivateAssets")?.Value ?? element.Element("PrivateAssets")?.Value;

    private static bool IsAllowed(string target, string[] allowed) =>
        allowed.Any(name => target == $"src/{name}/{name}.csproj");

    private static string Target(SourceFile project, XElement reference) =>
        RelativePath.Resolve(project.Folder, (reference.Attribute("Include")?.Value ?? "").Replace('\\', '/')) ?? "";

    private static string ProjectName(string path) => Path.GetFileNameWithoutExtension(path);

    private static Violation At(SourceFile file, XElement element, string message) =>
        file.At(((System.Xml.IXmlLineInfo)element).LineNumber, message);
}
