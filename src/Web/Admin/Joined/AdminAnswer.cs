namespace Cartwright.Web.Admin.Joined;

/// <summary>The answer of a service to a read, from one of its nodes.</summary>
/// <param name="Service">The service.</param>
/// <param name="HasAnswered">Whether a node has answered.</param>
/// <param name="Value">Its answer; null where there is no such thing.</param>
internal readonly record struct AdminAnswer<T>(string Service, bool HasAnswered, T? Value);
