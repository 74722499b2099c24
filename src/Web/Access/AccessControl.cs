using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>The callers that a process knows: none are asked for, or those of its files.</summary>
public sealed class AccessControl : IDisposable
{
    private readonly ReloadedFiles<ApiKeys>? _keys;

    private AccessControl(ReloadedFiles<ApiKeys>? keys) => _keys = keys;

    /// <summary>Asks for no credentials.</summary>
    public static AccessControl Open { get; } = new(keys: null);

    /// <summary>Whether no credentials are asked for.</summary>
    public bool IsOpen => _keys is null;

    /// <summary>Reads the files, and reads them again when they change.</summary>
    /// <exception cref="FormatException">A file is malformed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AccessControl Create(AccessOptions options, ILogger log, TimeProvider clock) =>
        options.ApiKeysFile is { } file
            ? new AccessControl(new ReloadedFiles<ApiKeys>([file], () => ApiKeys.Read(file), log, clock))
            : Open;

    public void Dispose() => _keys?.Dispose();

    /// <summary>The caller with these credentials; null where there is none.</summary>
    internal ValueTask<Caller?> FindCallerAsync(RequestCredentials? credentials, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(credentials is { } given ? _keys?.Current.Find(given) : null);
    }
}
