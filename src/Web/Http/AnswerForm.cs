using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cartwright.Web.Http;

/// <summary>
/// The form of an answer that is a line of text: a client that names JSON in <c>Accept</c>, and prefers no text to it,
/// receives JSON. A wildcard names nothing, so that clients that know nothing of JSON keep the text.
/// </summary>
internal static class AnswerForm
{
    private const string AllText = "text/*";
    private const string All = "*/*";

    public static bool PrefersJson(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return false;
        }

        var json = QualityOf(ranges, Declarations.JsonType) ?? 0;
        var text = QualityOf(ranges, Declarations.TextType) ?? QualityOf(ranges, AllText) ?? QualityOf(ranges, All);
        return json > 0 && json >= (text ?? 0);
    }

    private static double? QualityOf(IList<MediaTypeHeaderValue> ranges, string type)
    {
        double? most = null;
        foreach (var range in ranges)
        {
            if (range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                most = Math.Max(most ?? 0, range.Quality ?? 1);
            }
        }

        return most;
    }
}
