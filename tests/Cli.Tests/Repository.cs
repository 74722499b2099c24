namespace Cartwright.Cli.Tests;

/// <summary>The files of the repository that these tests were built in.</summary>
internal static class Repository
{
    public static IReadOnlyList<string> ReadLines(string path) => File.ReadAllLines(Path.Combine(FindRoot(), path));

    public static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cartwright.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
