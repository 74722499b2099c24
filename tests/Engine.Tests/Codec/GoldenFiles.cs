namespace Cartwright.Engine.Tests.Codec;

/// <summary>
/// The golden bytes. No test makes them: to change a body on purpose, change its file by hand, and consider the
/// messages that are already in flight. The folder <c>v1</c> is a copy that never changes.
/// </summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static byte[] Read(string folder, string name, string would)
    {
        var path = Path.Combine(Folder, folder, name);
        Assert.True(File.Exists(path), $"There is no Golden/{folder}/{name}. Its text would be:\n{would}");
        return File.ReadAllBytes(path);
    }

    public static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Path.Combine(Folder, folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;
}
