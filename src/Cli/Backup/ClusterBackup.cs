using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Cartwright.Cli.Composition;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Backup;

/// <summary>A directory with a dump of each service's database, all of one moment, beside nodes that serve.</summary>
internal static class ClusterBackup
{
    /// <summary>Writes the directory under another name, and gives it its own last.</summary>
    /// <returns>A sentence about it.</returns>
    /// <exception cref="IOException">The directory exists or cannot be written, or a dump failed.</exception>
    /// <exception cref="FatalFault"><c>other-shop</c>: two databases belong to different shops.</exception>
    /// <exception cref="TransientFault">A server does not answer, or is never without a writer.</exception>
    public static async Task<string> WriteAsync(
        IReadOnlyDictionary<Role, string> databases, string directory, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RequireFree(target);
        var draft = Path.Combine(
            Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        OwnerFiles.MakeDirectory(draft);
        try
        {
            var manifest = await DumpAsync(databases, draft, stop);
            OwnerFiles.Sync(manifest.WriteTo(draft));
            RequireFree(target);
            Directory.Move(draft, target);
            var bytes = manifest.Databases.Values.Sum(dump => dump.Bytes);
            var moment = manifest.Databases.Values.Max(dump => dump.At);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {target}: {bytes / 1e6:F1} MB in {watch.Elapsed.TotalSeconds:F1} s. "
                    + $"It is the shop of {moment:yyyy-MM-dd HH:mm:ss.fff} UTC.");
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static async Task<BackupManifest> DumpAsync(
        IReadOnlyDictionary<Role, string> databases, string draft, CancellationToken stop)
    {
        var shop = RequireShop(databases);
        await using var moment = await DatabaseDumps.TakeMomentAsync(databases, stop);
        var dumps = await Task.WhenAll(databases.Keys.Select(async role =>
        {
            var file = Path.Combine(draft, $"{role.Name}.dump");
            OwnerFiles.MakeFile(file);
            await moment.DumpAsync(role, file, stop);
            OwnerFiles.Sync(file);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(moment.TimeOf(role));
            return (role.Name, Dump: await BackupManifest.DescribeAsync(file, at, moment.ServerOf(role), stop));
        }));
        var version = typeof(ClusterBackup).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return new BackupManifest(
            BackupManifest.FormatNow,
            shop.Text,
            version,
            dumps.ToDictionary(dump => dump.Name, dump => dump.Dump));
    }

    private static ShopId RequireShop(IReadOnlyDictionary<Role, string> databases)
    {
        List<(string, ShopId?)> places = [];
        foreach (var (role, connection) in databases)
        {
            using var view = DatabasesAtRest.Of(role, connection).OpenView();
            places.Add(($"The database of {role.Name}", view.ReadFacts().Shop));
        }

        return places.Find(place => place.Item2 is null) is { Item1: { } lacking }
            ? throw new IOException($"{lacking} names no shop: `cartwright migrate` or a first node has to make one.")
            : SameShop.IdentityOf(places)!;
    }

    private static void RequireFree(string target)
    {
        if (Path.Exists(target) || new FileInfo(target).LinkTarget is not null)
        {
            throw new IOException($"'{target}' exists. A backup replaces nothing: name another directory.");
        }
    }
}
