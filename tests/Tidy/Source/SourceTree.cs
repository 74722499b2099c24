using System.Diagnostics;

namespace Cartwright.Tidy.Source;

/// <summary>The files that the rules check: those of the repository, or a few lines made up by a test.</summary>
internal sealed class SourceTree
{
    private static readonly string[] NotSource =
    [
        "bin", "obj", "data", "cluster", "secrets", "node_modules", ".dotnet", ".kafka", ".git", ".vs", ".idea",
        "artifacts",
    ];

    private readonly Dictionary<string, SourceFile> _files;
    private readonly HashSet<string> _folders;

    private SourceTree(IEnumerable<SourceFile> files)
    {
        _files = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        _folders = [.. _files.Values.SelectMany(file => Parents(file.Folder)), ""];
    }

    public IEnumerable<SourceFile> Files => _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal);

    /// <summary>Which file of src names a type of which other file.</summary>
    public TypeGraph Types => field ??= TypeGraph.Of(this);

    /// <summary>The C# files, of one folder or of all.</summary>
    public IEnumerable<SourceFile> Code(string? under = null) => EndingIn(".cs", under);

    public IEnumerable<SourceFile> EndingIn(string suffix, string? under = null) => Files.Where(file =>
        file.Path.EndsWith(suffix, StringComparison.Ordinal) && (under is null || file.IsUnder(under)));

    /// <summary>The pages of the console, with their styles and scripts.</summary>
    public IEnumerable<SourceFile> OfPages() =>
        new[] { ".razor", ".css", ".js" }.SelectMany(suffix => EndingIn(suffix, "src"));

    public SourceFile? Find(string path) => _files.GetValueOrDefault(path);

    public bool HasFolder(string path) => _folders.Contains(path);

    /// <summary>A tree made of paths and texts.</summary>
    public static SourceTree Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => new SourceFile(file.Path, () => file.Text)));

    /// <summary>The repository that this program was built in.</summary>
    public static SourceTree OfRepository()
    {
        var root = FindRoot();
        return new SourceTree(Tracked(root).Select(path =>
            new SourceFile(path, () => File.ReadAllText(Path.Combine(root, path)))));
    }

    /// <summary>The folder of the repository that this program was built in.</summary>
    public static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cartwright.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Cartwright.slnx above {AppContext.BaseDirectory}.");
    }

    // A file that is new and not yet added counts too: it should be right before it is committed.
    private static IEnumerable<string> Tracked(string root) =>
        ListedByGit(root)?.Where(path => File.Exists(Path.Combine(root, path))) ?? Walk(root, root);

    private static string[]? ListedByGit(string root)
    {
        if (!Path.Exists(Path.Combine(root, ".git")))
        {
            return null;
        }

        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var listed = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0
                ? [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()]
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Git is not installed.
            return null;
        }
    }

    private static IEnumerable<string> Walk(string root, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(root, file).Replace('\\', '/');
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (NotSource.Contains(Path.GetFileName(inner)))
            {
                continue;
            }

            foreach (var file in Walk(root, inner))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Parents(string folder)
    {
        for (; folder.Length > 0; folder = folder[..Math.Max(0, folder.LastIndexOf('/'))])
        {
            yield return folder;
        }
    }
}
