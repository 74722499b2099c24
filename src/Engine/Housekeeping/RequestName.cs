namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// Method and path of a request, as an Idempotency-Key is bound to them. One request has many spellings: letters of
/// either case, zeros before a number, a slash at the end. Replies that earlier versions have stored are spelled as
/// they were sent, so names are made alike when they are compared and not when they are stored.
/// </summary>
internal static class RequestName
{
    public static bool AreSame(string left, string right) =>
        string.Equals(left, right, StringComparison.Ordinal)
        || string.Equals(Plain(left), Plain(right), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => string.Join('/', name.TrimEnd('/').Split('/').Select(PlainPart));

    private static string PlainPart(string part) =>
        part.AsSpan().ContainsAnyExceptInRange('0', '9') ? part : part.TrimStart('0');
}
