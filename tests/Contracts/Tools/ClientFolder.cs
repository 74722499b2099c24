namespace Cartwright.Contracts.Tools;

/// <summary>A folder for a generated client, deleted afterwards.</summary>
internal sealed class ClientFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cartwright-client-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
