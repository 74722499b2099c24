using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Http.Tests.Access;

/// <summary>A file of API keys, which a test changes while a server uses it.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly List<string> _lines = ["# Keys of a test.", ""];

    public string Path => System.IO.Path.Combine(_folder.Path, "keys");

    /// <summary>Adds a key, and returns it.</summary>
    public string Add(string name, params string[] scopes)
    {
        var key = ApiKeys.NewKey();
        _lines.Add(ApiKeys.LineOf(name, scopes, key));
        Write(string.Join('\n', _lines));
        return key;
    }

    /// <summary>Removes the keys of a name.</summary>
    public void Remove(string name)
    {
        _lines.RemoveAll(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        Write(string.Join('\n', _lines));
    }

    /// <summary>Replaces the contents at once, as an operator should.</summary>
    public void Write(string text)
    {
        File.WriteAllText($"{Path}.new", text);
        File.Move($"{Path}.new", Path, overwrite: true);
    }

    /// <summary>The callers of the file.</summary>
    public AccessControl Open(ILogger? log = null) => AccessControl.Create(
        new AccessOptions { ApiKeysFile = Path }, log ?? NullLogger.Instance, TimeProvider.System);

    public void Dispose() => _folder.Dispose();
}
