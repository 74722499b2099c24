using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Files;

/// <summary>Modes of files and folders. A cluster runs where they are: Linux and macOS.</summary>
internal static class FileModes
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Makes a folder where it is missing; one that is there keeps its mode.</summary>
    public static void MakeFolder(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw NotHere();
        }

        Directory.CreateDirectory(path, mode);
    }

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw NotHere();
        }

        File.SetUnixFileMode(path, mode);
    }

    public static UnixFileMode ModeOf(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw NotHere();
        }

        return File.GetUnixFileMode(path);
    }

    /// <summary>A new file that only its owner can read; one that is there, or a link, is a mistake.</summary>
    public static FileStreamOptions NewFile()
    {
        if (OperatingSystem.IsWindows())
        {
            throw NotHere();
        }

        return new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        };
    }

    private static ClusterFault NotHere() => new("A cluster on one machine runs on Linux and macOS only.");
}
