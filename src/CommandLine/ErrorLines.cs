using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cartwright.CommandLine;

/// <summary>
/// The lines of a verb on standard error: sentences for people, or with <c>--json</c> an object each, which has the
/// sentence as its <c>detail</c>. Standard output has answers only.
/// </summary>
/// <param name="isJson">Whether they are JSON.</param>
public sealed class ErrorLines(bool isJson)
{
    private static readonly JsonSerializerOptions _options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>States a gap in the answer.</summary>
    /// <param name="detail">A sentence.</param>
    /// <param name="code">The code of a page in docs/errors; null where there is none.</param>
    public void Note(string detail, string? code = null) => Write(detail, code, status: null);

    /// <summary>States the reason of an end without an answer.</summary>
    /// <returns>The status.</returns>
    public int Fail(int status, string detail, string? code = null)
    {
        Write(detail, code, status);
        return status;
    }

    private void Write(string detail, string? code, int? status) => Console.Error.WriteLine(isJson
        ? JsonSerializer.Serialize(new { Code = code, Detail = detail, ExitStatus = status }, _options)
        : detail);
}
