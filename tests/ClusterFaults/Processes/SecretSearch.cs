using System.Text;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The places in which other users, operators and backups would see a secret.</summary>
internal static class SecretSearch
{
    /// <summary>The command line and the environment of every process, as the system shows them.</summary>
    public static IReadOnlyDictionary<string, string> ReadProcesses() => Directory.GetDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .SelectMany(folder => (string[])[Path.Combine(folder, "cmdline"), Path.Combine(folder, "environ")])
        .Select(file => (file, Text: TextOf(file)))
        .Where(found => found.Text is not null)
        .ToDictionary(found => found.file, found => found.Text!);

    /// <summary>Every log in a folder, those of databases and brokers too.</summary>
    public static IReadOnlyDictionary<string, string> ReadLogs(string folder) => Directory
        .GetFiles(folder, "*.log*", SearchOption.AllDirectories)
        .Select(file => (file, Text: TextOf(file)))
        .Where(found => found.Text is not null)
        .ToDictionary(found => found.file, found => found.Text!);

    // A process or a file may be gone, or another user's.
    private static string? TextOf(string file)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes(file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
