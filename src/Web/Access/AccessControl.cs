using Cartwright.Engine.Options;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>The callers that a process knows: none are asked for, or those of its files and of an issuer.</summary>
public sealed class AccessControl : IDisposable
{
    private readonly ReloadedFiles<ApiKeys>? _keys;
    private readonly TokenReader? _tokens;

    private AccessControl(ReloadedFiles<ApiKeys>? keys, TokenReader? tokens) => (_keys, _tokens) = (keys, tokens);

    /// <summary>Asks for no credentials.</summary>
    public static AccessControl Open { get; } = new(keys: null, tokens: null);

    /// <summary>Whether no credentials are asked for.</summary>
    public bool IsOpen => _keys is null && _tokens is null;

    /// <summary>Reads the files, and reads them again when they change.</summary>
    /// <exception cref="FormatException">A file is malformed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AccessControl Create(AccessOptions options, ILogger log, TimeProvider clock) =>
        options.AsksForCredentials
            ? new AccessControl(
                options.ApiKeysFile is { } file ? CredentialFile.OpenKeys(file, log, clock) : null,
                options.Issuer is null ? null : new TokenReader(options, log, clock))
            : Open;

    public void Dispose()
    {
        _keys?.Dispose();
        _tokens?.Dispose();
    }

    /// <summary>The caller with these credentials; null where there is none.</summary>
    internal ValueTask<Caller?> FindCallerAsync(RequestCredentials? credentials, CancellationToken cancellation) =>
        credentials is not { } given ? ValueTask.FromResult<Caller?>(null)
        : _keys?.Current.Find(given) is { } caller ? ValueTask.FromResult<Caller?>(caller)
        : _tokens is not null && !given.IsOfBrowser ? _tokens.FindCallerAsync(given.Secret, cancellation)
        : ValueTask.FromResult<Caller?>(null);
}
