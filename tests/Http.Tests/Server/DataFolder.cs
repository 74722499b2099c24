namespace Cartwright.Http.Tests.Server;

/// <summary>A folder for one server's data, deleted afterwards.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cartwright-http-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
