using System.Security.Cryptography;
using System.Text.Json;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Backup;

/// <summary>The dump of one service's database.</summary>
/// <param name="File">Its name within the backup.</param>
/// <param name="At">Its moment by the clock of the database server.</param>
/// <param name="Server">The version of the server.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal digits.</param>
internal sealed record BackupDump(string File, DateTimeOffset At, string Server, long Bytes, string Sha256);

/// <summary>The file that makes a directory of dumps a backup: it is written last.</summary>
/// <param name="Format">The format of the backup.</param>
/// <param name="Shop">The identity of the shop.</param>
/// <param name="Version">The program that wrote it.</param>
/// <param name="Databases">The dumps by service, all of one moment.</param>
internal sealed record BackupManifest(
    int Format, string Shop, string Version, IReadOnlyDictionary<string, BackupDump> Databases)
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int FormatNow = 1;

    private const string Name = "manifest.json";

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Describes a dump that is written.</summary>
    public static async Task<BackupDump> DescribeAsync(
        string file, DateTimeOffset at, string server, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        return new BackupDump(Path.GetFileName(file), at, server, stream.Length, sum);
    }

    /// <summary>Writes it into a directory of dumps.</summary>
    /// <returns>The file.</returns>
    public string WriteTo(string directory)
    {
        var file = Path.Combine(directory, Name);
        OwnerFiles.MakeFile(file);
        File.WriteAllText(file, JsonSerializer.Serialize(this, _json));
        return file;
    }

    /// <summary>Reads it, and compares each dump with its size and its sum.</summary>
    /// <exception cref="IOException">The directory is no backup, or a dump is not as it was written.</exception>
    public static async Task<BackupManifest> ReadCheckedAsync(string directory, CancellationToken cancellation)
    {
        var manifest = await ReadAsync(Path.Combine(directory, Name), cancellation);
        foreach (var service in ShopServices.Roles.Select(role => role.Name))
        {
            var said = manifest.Databases.GetValueOrDefault(service)
                ?? throw new IOException($"The backup has no database of the {service} service.");
            var file = manifest.FileOf(directory, new Role(service));
            var found = File.Exists(file)
                ? await DescribeAsync(file, said.At, said.Server, cancellation)
                : throw new IOException($"The backup lacks its file {file}.");
            if (found != said)
            {
                throw new IOException($"{file} is not as it was written: its size or its SHA-256 is another one.");
            }
        }

        return manifest;
    }

    /// <summary>The dump of a service.</summary>
    public string FileOf(string directory, Role role) =>
        Path.Combine(directory, Path.GetFileName(Databases[role.Name].File));

    private static async Task<BackupManifest> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            throw new IOException($"There is no {file}, so that its directory is no backup, or an unfinished one.");
        }

        try
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            var manifest = JsonSerializer.Deserialize<BackupManifest>(text, _json)
                ?? throw new JsonException("It is empty.");
            return manifest.Format != FormatNow
                ? throw new IOException($"{file} has the format {manifest.Format}, which this version does not know.")
                : ShopId.TryParse(manifest.Shop, out _)
                ? manifest
                : throw new JsonException("It names no shop.");
        }
        catch (JsonException broken)
        {
            throw new IOException($"{file} cannot be read: {broken.Message}", broken);
        }
    }
}
