using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Http;

/// <summary>The log messages of the HTTP interface.</summary>
internal static partial class WebLog
{
    public const string Category = "Cartwright.Web";

    [LoggerMessage(201, LogLevel.Error, "A request to {Path} ran into a bug (trace {TraceId}).{Unsaid}")]
    public static partial void Bug(
        ILogger log, PathString path, string traceId, string unsaid, Exception bug);

    [LoggerMessage(202, LogLevel.Information, "The server listens on {Url}, for {Max} connections at most{Why}.")]
    public static partial void Listening(ILogger log, string url, int max, string why);

    [LoggerMessage(
        212, LogLevel.Information, "The admin address listens on {Url}, for {Max} connections at most.")]
    public static partial void AdminListening(ILogger log, string url, int max);

    [LoggerMessage(
        216, LogLevel.Information, "The address for probes listens on {Url}, for {Max} connections at most.")]
    public static partial void HealthListening(ILogger log, string url, int max);

    [LoggerMessage(203, LogLevel.Information, "The server drains: it is no longer ready, and finishes its requests.")]
    public static partial void Leaving(ILogger log);

    [LoggerMessage(204, LogLevel.Information, "The server has stopped.")]
    public static partial void Left(ILogger log);

    [LoggerMessage(
        205, LogLevel.Warning, "{Method} {Path} was answered with {Status} {Code} (trace {TraceId}).{Unsaid}")]
    public static partial void NotServed(
        ILogger log, string method, PathString path, int status, string code, string traceId, string unsaid);

    [LoggerMessage(
        206,
        LogLevel.Warning,
        "The {Service} node {Node} is not ready and receives no requests while another node is ready: {Why}.")]
    public static partial void NodeWent(ILogger log, string service, string node, string why);

    [LoggerMessage(207, LogLevel.Warning, "The {Service} node {Node} is ready again.")]
    public static partial void NodeCame(ILogger log, string service, string node);

    [LoggerMessage(211, LogLevel.Information, "The name {Name} resolves to the nodes {Nodes}.")]
    public static partial void NameResolved(ILogger log, string name, string nodes);

    [LoggerMessage(208, LogLevel.Warning, "The name {Name} resolves to other nodes than before: {Nodes}.")]
    public static partial void NameChanged(ILogger log, string name, string nodes);

    [LoggerMessage(209, LogLevel.Warning, "The name {Name} cannot be resolved; its last addresses are kept: {Why}")]
    public static partial void NameUnresolved(ILogger log, string name, string why);

    [LoggerMessage(
        210,
        LogLevel.Warning,
        "The response of node {Node} to {Method} {Path} broke off before its end (trace {TraceId}).{Unsaid}")]
    public static partial void AnswerBroken(
        ILogger log, string node, string method, PathString path, string traceId, string unsaid);

    [LoggerMessage(214, LogLevel.Information, "The server has read {Files} again: they have changed.")]
    public static partial void FilesRead(ILogger log, string files);

    [LoggerMessage(
        215, LogLevel.Error, "The server cannot use {Files} as they are now and keeps their last contents: {Why}")]
    public static partial void FilesUnusable(ILogger log, string files, string why);

    [LoggerMessage(217, LogLevel.Warning, "{File} has no key any more: the server accepts no credentials by it.")]
    public static partial void KeysRevoked(ILogger log, string file);
}
