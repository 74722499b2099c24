using Cartwright.Engine.Options;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>A file of credentials, with a line in the log for each change.</summary>
internal static class CredentialFile
{
    // Removed keys of a file that cannot be used stay valid, so the line is repeated, about once a minute.
    private const int ComparisonsBetweenWarnings = 60;

    /// <summary>Reads a file, and reads it again when it changes.</summary>
    public static ReloadedFiles<T> Open<T>(string file, Func<string, T> read, ILogger log, TimeProvider clock)
        where T : class => Watch(file, read, _ => WebLog.FilesRead(log, file), log, clock);

    /// <summary>Reads a file of API keys. It has a key at the start; without one later, all are revoked.</summary>
    public static ReloadedFiles<ApiKeys> OpenKeys(string file, ILogger log, TimeProvider clock) =>
        OpenKeys(file, ApiKeys.ReadChanged, keys => keys.IsEmpty, log, clock);

    /// <summary>Reads a file of an issuer's keys, by the same rule.</summary>
    public static ReloadedFiles<IssuerKeys> OpenIssuerKeys(string file, ILogger log, TimeProvider clock) =>
        OpenKeys(file, IssuerKeys.ReadChanged, keys => keys.IsEmpty, log, clock);

    private static ReloadedFiles<T> OpenKeys<T>(
        string file, Func<string, T> readChanged, Func<T, bool> isEmpty, ILogger log, TimeProvider clock)
        where T : class
    {
        var wasEmpty = false;
        return Watch(file, Read, LogChange, log, clock);

        // A file that is written in place is empty for a moment, so that one comparison revokes nothing.
        T Read(string path)
        {
            var keys = readChanged(path);
            var isNew = isEmpty(keys) && !wasEmpty;
            wasEmpty = isEmpty(keys);
            return isNew ? throw new FormatException("It has no key.") : keys;
        }

        void LogChange(T keys)
        {
            if (isEmpty(keys))
            {
                WebLog.KeysRevoked(log, file);
            }
            else
            {
                WebLog.FilesRead(log, file);
            }
        }
    }

    private static ReloadedFiles<T> Watch<T>(
        string file, Func<string, T> read, Action<T> replaced, ILogger log, TimeProvider clock)
        where T : class => new(
            [file], () => read(file), replaced, why => WebLog.FilesUnusable(log, file, why), clock)
        {
            ComparisonsBetweenWarnings = ComparisonsBetweenWarnings,
        };
}
