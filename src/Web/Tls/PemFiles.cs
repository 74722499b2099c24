using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Web.Tls;

/// <summary>Certificates and keys in PEM files. What cannot be used is named with its file.</summary>
internal static class PemFiles
{
    /// <summary>Reads a certificate with its key and its chain.</summary>
    /// <param name="certificateFile">The certificate, followed by those between it and the root.</param>
    /// <param name="keyFile">The key.</param>
    /// <param name="now">The time, at which the certificate must be valid.</param>
    /// <exception cref="InvalidDataException">A file cannot be used.</exception>
    public static SslStreamCertificateContext ReadPair(string certificateFile, string keyFile, DateTimeOffset now)
    {
        var pem = ReadText(certificateFile);
        var chain = CertificatesIn(pem, certificateFile);
        var own = Combine(pem, certificateFile, keyFile);
        RequireValid(own, certificateFile, now);

        // Offline: nothing is fetched from an address that a certificate names.
        return SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true);
    }

    /// <summary>
    /// Reads the certificates of authorities. The writer of the file decides which peers this process trusts.
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be used, or every user can write it.</exception>
    public static X509Certificate2Collection ReadAuthorities(string file)
    {
        var pem = ReadText(file);
        return OperatingSystem.IsWindows() || !File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherWrite)
            ? CertificatesIn(pem, file)
            : throw new InvalidDataException($"'{file}' can be written by every user of the machine.");
    }

    private static X509Certificate2 Combine(string pem, string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem, ReadText(keyFile));
        }
        catch (Exception unfit) when (unfit is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"'{keyFile}' has no key in PEM, without a password, of the certificate in '{certificateFile}'.",
                unfit);
        }
    }

    private static X509Certificate2Collection CertificatesIn(string pem, string file)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException malformed)
        {
            throw new InvalidDataException($"'{file}' has a malformed certificate: {malformed.Message}", malformed);
        }

        return found.Count > 0 ? found : throw new InvalidDataException($"'{file}' has no certificate in PEM.");
    }

    private static void RequireValid(X509Certificate2 certificate, string file, DateTimeOffset now)
    {
        var (begin, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime < begin || now.UtcDateTime > end)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The certificate in '{file}' is valid from {begin:u} to {end:u}, and it is {now:u}."));
        }
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{file}' cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
