using System.Security.Cryptography;
using Cartwright.Lab.Files;

namespace Cartwright.Lab.Certificates;

/// <summary>The files of an authority and its certificates. No file that is there is written again.</summary>
internal sealed class TrialFolder(string path)
{
    /// <summary>The name of the authority's files, which no certificate can have.</summary>
    public const string AuthorityName = "ca";

    private const int AuthorityYears = 10;

    // Clocks of machines that try each other are some minutes apart.
    private static readonly TimeSpan Earlier = TimeSpan.FromHours(1);

    /// <summary>The folder, as a whole path.</summary>
    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>The file of a certificate.</summary>
    public string CertificateOf(string name) => Path.Combine(Root, $"{name}.pem");

    /// <summary>The file of a certificate's key.</summary>
    public string KeyOf(string name) => Path.Combine(Root, $"{name}.key");

    /// <summary>Makes the certificates, and the authority where the folder has none.</summary>
    /// <param name="names">The names, one certificate each.</param>
    /// <param name="hosts">The hosts that every one of them is for.</param>
    /// <param name="days">How long they are valid.</param>
    /// <param name="now">From when on.</param>
    /// <returns>The moment at which the certificates end.</returns>
    /// <exception cref="IOException">A file is there already, or cannot be written.</exception>
    /// <exception cref="CryptographicException">The files of the authority are none.</exception>
    public DateTimeOffset Make(
        IReadOnlyList<string> names, IReadOnlyList<string> hosts, int days, DateTimeOffset now)
    {
        if (names.SelectMany(FilesOf).FirstOrDefault(File.Exists) is { } existing)
        {
            throw new IOException(
                $"{existing} is there already, and nothing was made. Remove it, or take another name.");
        }

        FileModes.MakeFolder(Root, FileModes.OwnerFolder);
        using var authority = OpenAuthority(now);
        var end = now.AddDays(days);
        end = end < authority.End ? end : authority.End;
        foreach (var name in names)
        {
            Write(name, authority.Sign(name, hosts, now - Earlier, end));
        }

        return end;
    }

    private TrialAuthority OpenAuthority(DateTimeOffset now)
    {
        if (FilesOf(AuthorityName).All(File.Exists))
        {
            return TrialAuthority.Open(new PemPair(
                File.ReadAllText(CertificateOf(AuthorityName)), File.ReadAllText(KeyOf(AuthorityName))));
        }

        var authority = TrialAuthority.Create("Cartwright trial", now - Earlier, now.AddYears(AuthorityYears));
        Write(AuthorityName, authority.Pem);
        return authority;
    }

    private IEnumerable<string> FilesOf(string name) => [CertificateOf(name), KeyOf(name)];

    // Both for their owner alone: a certificate is no secret, and its user reads it with the key.
    private void Write(string name, PemPair pem)
    {
        WriteNew(KeyOf(name), pem.Key);
        WriteNew(CertificateOf(name), pem.Certificate);
    }

    private static void WriteNew(string file, string text)
    {
        using var stream = new FileStream(file, FileModes.NewFile());
        using var writer = new StreamWriter(stream);
        writer.WriteLine(text);
    }
}
