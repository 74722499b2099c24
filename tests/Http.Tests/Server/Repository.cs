namespace Cartwright.Http.Tests.Server;

/// <summary>The places of the program under test and of the repository's files.</summary>
internal static class Repository
{
    private const string Solution = "Cartwright.slnx";

    /// <summary>The last build of the program.</summary>
    public static string Program { get; } =
        Path.Combine(Root(), "src/Program/bin", Configuration(), "net10.0/cartwright.dll");

    /// <summary>The path of a file of the repository.</summary>
    public static string File(string path) => Path.Combine(Root(), path);

    private static string Configuration() =>
        AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {Solution}.");
    }
}
