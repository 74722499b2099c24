using System.Security.Cryptography;
using System.Text;

namespace Cartwright.Engine.Options;

/// <summary>
/// Files that are replaced while the process runs: certificates, keys, passwords. The contents count, and not the
/// times: Kubernetes replaces a link to the folder, and the times of its files can be older.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="readSecret">Reads a secret that belongs to them and has a reader of its own; null for none.</param>
public sealed class WatchedFiles(IReadOnlyList<string> files, Func<string>? readSecret = null)
{
    private byte[]? _state = DigestOf(files, readSecret, out _);
    private string? _trouble;

    /// <summary>The reason why a file could not be read at the last look; null where all could.</summary>
    public string? Trouble => _trouble;

    /// <summary>Compares with the last call. A file that cannot be read at the moment has not changed.</summary>
    public bool HaveChanged()
    {
        if (DigestOf(files, readSecret, out _trouble) is not { } state || _state.AsSpan().SequenceEqual(state))
        {
            return false;
        }

        _state = state;
        return true;
    }

    private static byte[]? DigestOf(IReadOnlyList<string> files, Func<string>? readSecret, out string? trouble)
    {
        trouble = null;
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in files)
            {
                digest.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }

            digest.AppendData(Encoding.UTF8.GetBytes(readSecret?.Invoke() ?? string.Empty));
            return digest.GetHashAndReset();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            trouble = unreadable.Message;
            return null;
        }
    }
}
