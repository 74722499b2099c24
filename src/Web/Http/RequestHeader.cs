namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: a header that it reads. None is required.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">Its effect.</param>
/// <param name="Example">A value.</param>
/// <param name="LengthMax">How long it may be, in characters; null where only the whole request has a bound.</param>
internal sealed record RequestHeader(string Name, string Meaning, string Example, int? LengthMax = null);
