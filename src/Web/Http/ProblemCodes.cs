using System.Collections.Frozen;
using Cartwright.Domain;

namespace Cartwright.Web.Http;

/// <summary>One kind of problem: its status, its title, and whether asking again soon makes sense.</summary>
internal sealed record ProblemCode(int Status, string Title, bool IsPassing = false);

/// <summary>
/// Every code that an answer can carry, in one place: rejections of the business, mistakes of a request, and the
/// present limits of the system. Each has a page in docs/errors.
/// </summary>
public static class ProblemCodes
{
    public const string MalformedNumber = "malformed-number";
    public const string MalformedQuery = "malformed-query";
    public const string MalformedBody = "malformed-body";
    public const string MalformedIdempotencyKey = "malformed-idempotency-key";
    public const string IdempotencyKeyReused = "idempotency-key-reused";
    public const string RequestInProgress = "request-in-progress";
    public const string UnknownMessage = "unknown-message";
    public const string NoSuchPath = "no-such-path";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string BodyTooLarge = "body-too-large";
    public const string BadRequest = "bad-request";
    public const string MisdirectedRequest = "misdirected-request";
    public const string ForeignOrigin = "foreign-origin";
    public const string CertificateRequired = "certificate-required";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string Overloaded = "overloaded";
    public const string TooManyRequests = "too-many-requests";
    public const string TooManyStreams = "too-many-streams";
    public const string DatabaseUnavailable = "database-unavailable";
    public const string ShuttingDown = "shutting-down";
    public const string OutcomeUnknown = "outcome-unknown";
    public const string StockUnavailable = "stock-unavailable";
    public const string ServiceUnavailable = "service-unavailable";
    public const string IssuerUnavailable = "issuer-unavailable";
    public const string UnreadableRow = "unreadable-row";
    public const string OutOfNumbers = "out-of-numbers";
    public const string InternalError = "internal-error";

    private static readonly FrozenDictionary<string, ProblemCode> Known = new Dictionary<string, ProblemCode>
    {
        [Reason.OutOfRange.ToCode()] = new(400, "A number is out of range"),
        [Reason.UnknownOrder.ToCode()] = new(404, "No such order"),
        [Reason.UnknownUser.ToCode()] = new(404, "No such user"),
        [Reason.UnknownItem.ToCode()] = new(404, "No such item"),
        [Reason.UnknownLine.ToCode()] = new(404, "The order has no line of this item"),
        [Reason.OrderProcessing.ToCode()] = new(409, "The order is being checked out"),
        [Reason.OrderPaid.ToCode()] = new(409, "The order is paid"),
        [Reason.OrderCancelled.ToCode()] = new(409, "The order is cancelled"),
        [Reason.OrderNotPaid.ToCode()] = new(409, "The order is not paid"),
        [Reason.EmptyOrder.ToCode()] = new(400, "The order has no lines"),
        [Reason.OverMaximum.ToCode()] = new(400, "A maximum would be passed"),
        [Reason.InsufficientCredit.ToCode()] = new(400, "Not enough credit"),
        [Reason.OutOfStock.ToCode()] = new(400, "Not enough stock"),
        [Reason.Timeout.ToCode()] = new(400, "The checkout did not end in time"),
        [Reason.Cancelled.ToCode()] = new(400, "The checkout was cancelled"),
        [Reason.AttemptSuperseded.ToCode()] = new(503, "The order no longer knows how this checkout ended"),
        [Reason.Other.ToCode()] = new(400, "A later version knows why"),
        [MalformedNumber] = new(400, "Not a number"),
        [MalformedQuery] = new(400, "The query cannot be understood"),
        [MalformedBody] = new(400, "The body cannot be understood"),
        [MalformedIdempotencyKey] = new(400, "Not an Idempotency-Key"),
        [IdempotencyKeyReused] = new(422, "The Idempotency-Key belongs to another request"),
        [RequestInProgress] = new(409, "The same request is in progress"),
        [UnknownMessage] = new(404, "No such message"),
        [NoSuchPath] = new(404, "No such path"),
        [MethodNotAllowed] = new(405, "The path has no such method"),
        [BodyTooLarge] = new(413, "The body is too large"),
        [BadRequest] = new(400, "The request cannot be read"),
        [MisdirectedRequest] = new(421, "Another host was meant"),
        [ForeignOrigin] = new(403, "The request comes from another site"),
        [CertificateRequired] = new(403, "A client certificate is needed"),
        [Unauthenticated] = new(401, "Credentials are needed"),
        [Forbidden] = new(403, "The credentials do not allow it"),
        [TooManyRequests] = new(429, "Too many requests of one caller", IsPassing: true),
        [TooManyStreams] = new(429, "Too many event streams", IsPassing: true),
        [Overloaded] = new(429, "Too much at once", IsPassing: true),
        [DatabaseUnavailable] = new(503, "The database does not answer", IsPassing: true),
        [ShuttingDown] = new(503, "The server is on its way down", IsPassing: true),
        [OutcomeUnknown] = new(503, "It is not known whether it happened"),
        [StockUnavailable] = new(503, "The stock service does not answer", IsPassing: true),
        [ServiceUnavailable] = new(503, "No node of the service answers", IsPassing: true),
        [IssuerUnavailable] = new(503, "The issuer of tokens does not answer", IsPassing: true),
        [UnreadableRow] = new(500, "A row cannot be read"),
        [OutOfNumbers] = new(500, "No numbers are left for new things"),
        [InternalError] = new(500, "A bug"),
    }.ToFrozenDictionary();

    /// <summary>All codes.</summary>
    public static IReadOnlyCollection<string> All => Known.Keys;

    internal static ProblemCode FindCode(string code) => Known[code];
}
