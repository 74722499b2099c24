using Cartwright.Engine.Options;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>A file of credentials, with a line in the log for each change.</summary>
internal static class CredentialFile
{
    /// <summary>Reads a file, and reads it again when it changes.</summary>
    public static ReloadedFiles<T> Open<T>(string file, Func<string, T> read, ILogger log, TimeProvider clock)
        where T : class => new(
            [file],
            () => read(file),
            _ => WebLog.FilesRead(log, file),
            why => WebLog.FilesUnusable(log, file, why),
            clock);
}
