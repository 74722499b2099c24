using System.Security.Cryptography;
using System.Text;

namespace Cartwright.Kafka;

/// <summary>
/// Whether the password or a file of certificates is another one than before. The contents count, and not the times:
/// Kubernetes replaces a link to the folder, and the times of its files can be older.
/// </summary>
internal sealed class Credentials(KafkaSecurity security)
{
    private byte[]? _state = DigestOf(security);

    /// <summary>Compares with the last call. A file that cannot be read at the moment has not changed.</summary>
    public bool HaveChanged()
    {
        if (DigestOf(security) is not { } state || _state.AsSpan().SequenceEqual(state))
        {
            return false;
        }

        _state = state;
        return true;
    }

    private static byte[]? DigestOf(KafkaSecurity security)
    {
        if (!security.UsesTls)
        {
            return null;
        }

        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in new[] { security.AuthorityFile, security.CertificateFile, security.KeyFile })
            {
                digest.AppendData(file is null ? [] : File.ReadAllBytes(file));
                digest.AppendData([0]);
            }

            digest.AppendData(Encoding.UTF8.GetBytes(security.ReadPassword()));
            return digest.GetHashAndReset();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
