using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// The lock by which a process owns a data directory. The system releases it when the process ends, however it ends.
/// The file stays: a process that removed it could remove the one that the next owner has just locked.
/// </summary>
internal static class OwnerLock
{
    public const string FileName = "cartwright.lock";

    // The errors of flock while another process has the lock, on Linux and on macOS, and the same on Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    public static FileStream Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            PrivateFile.MakeDirectory(directory);
            var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
            PrivateFile.Narrow(path);
            return file;
        }
        catch (IOException busy) when (HeldByAnother.Contains(busy.HResult))
        {
            throw new FatalFault(
                SqliteFaultCodes.InUse,
                $"The data directory '{directory}' is in use by another process. Stop it, or choose another directory.",
                busy);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new FatalFault(
                SqliteFaultCodes.Unusable,
                $"The data directory '{directory}' cannot be used: {unusable.Message}",
                unusable);
        }
    }
}
