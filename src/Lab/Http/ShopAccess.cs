using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Lab.Http;

/// <summary>The credentials for a shop, from files: the authorities of its certificate, and an API key.</summary>
/// <param name="Trusted">The authorities; null for those that the machine trusts.</param>
/// <param name="ApiKey">The key; null for none.</param>
internal sealed record ShopAccess(X509Certificate2Collection? Trusted, string? ApiKey)
{
    /// <summary>No credentials.</summary>
    public static ShopAccess None { get; } = new(null, null);

    /// <summary>Reads the files.</summary>
    /// <param name="trustFile">The authorities, as PEM; null for those that the machine trusts.</param>
    /// <param name="keyFile">The API key; null for none.</param>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it.</exception>
    public static ShopAccess Read(string? trustFile, string? keyFile)
    {
        X509Certificate2Collection? trusted = trustFile is null ? null : [];
        try
        {
            trusted?.ImportFromPem(File.ReadAllText(trustFile!));
            var key = keyFile is null ? null : File.ReadAllText(keyFile).Trim();
            return trusted?.Count is 0 ? throw new InvalidDataException($"'{trustFile}' has no certificate in PEM.")
                : key?.Length is 0 ? throw new InvalidDataException($"'{keyFile}' is empty.")
                : new ShopAccess(trusted, key);
        }
        catch (Exception unusable) when (
            unusable is IOException or UnauthorizedAccessException or CryptographicException
            && unusable is not InvalidDataException)
        {
            throw new InvalidDataException(unusable.Message, unusable);
        }
    }

    /// <summary>The settings of a handshake.</summary>
    public SslClientAuthenticationOptions TlsOptions()
    {
        var options = new SslClientAuthenticationOptions();
        if (Trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Trusted);
        }

        return options;
    }
}
