namespace Cartwright.CommandLine;

/// <summary>Files of secrets: passwords, keys of certificates, API keys.</summary>
public static class SecretFile
{
    // A container has one user. The mode of a mounted file is that of its machine, where the folder above it counts.
    private const string Container = "DOTNET_RUNNING_IN_CONTAINER";

    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const int Octal = 8;

    /// <summary>Whether the process runs in a container, whose files have no other readers.</summary>
    public static bool IsInContainer(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(Container) is "true" or "1";

    /// <summary>
    /// The warning about a file that every user of the machine can read or write; null where there is none. A group may
    /// have been made for the file, so its rights are no fault.
    /// </summary>
    /// <param name="place">The option, variable or key that names the file.</param>
    /// <param name="file">The file; a link is followed.</param>
    public static string? WarningOf(string place, string file)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(file))
        {
            return null;
        }

        var mode = File.GetUnixFileMode(file);
        return (mode & OfOthers) != 0 && IsReachable(file)
            ? $"{place}: every user of the machine can read or write {file} "
                + $"(mode {Convert.ToString((int)mode, Octal)}), which has a secret. "
                + "Give it the mode 600, or close a folder above it."
            : null;
    }

    private static bool IsReachable(string file)
    {
        var real = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
        for (var folder = Path.GetDirectoryName(real); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
