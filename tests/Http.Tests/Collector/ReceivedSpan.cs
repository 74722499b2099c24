namespace Cartwright.Http.Tests.Collector;

/// <summary>A span as it was exported; ids in hexadecimal.</summary>
/// <param name="Trace">Its trace.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Parent">Its parent's id; empty at the beginning of a trace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role of the process that exported it: `gateway`, `order` and so on.</param>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, string Role);
