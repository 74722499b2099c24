using System.Collections.Concurrent;
using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Http.Tests.Admin;

/// <summary>The admin address of a node with answers written by the test.</summary>
internal sealed class AdminDouble : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeReport _report;

    private AdminDouble(NodeReport report, string url)
    {
        _report = report;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(url);
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public string Url => _server.Urls.First();

    /// <summary>Its requests but those for its report: the method, the path below <c>/admin/v1</c>, the body.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>The answer to a request: a status and a value; null ends the connection without one.</summary>
    public Func<string, (int Status, object Value)?> Answer { get; set; } = _ => (500, "unexpected");

    /// <summary>Whether it receives requests and never answers.</summary>
    public bool IsFrozen { get; set; }

    public bool IsReady
    {
        set => _report = _report with { IsReady = value };
    }

    public static Task<AdminDouble> StartAsync(params string[] services) =>
        StartAtAsync("http://127.0.0.1:0", services);

    public static async Task<AdminDouble> StartAtAsync(string url, params string[] services)
    {
        var node = new AdminDouble(
            new NodeReport
            {
                Name = string.Join('-', services),
                Kind = "service",
                IsReady = true,
                Roles = services,
            },
            url);
        await node._server.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    /// <summary>Stops listening; its address stays free for another one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ending.TrySetResult())
        {
            await _server.StopAsync(CancellationToken.None);
            await _server.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        if (IsFrozen)
        {
            await _ending.Task;
        }

        var path = $"{http.Request.Path}{http.Request.QueryString}"["/admin/v1/".Length..];
        if (path == "node")
        {
            await WriteAsync(http, 200, _report);
            return;
        }

        var request = $"{http.Request.Method} {path} {body}".Trim();
        _requests.Enqueue(request);
        if (Answer(request) is { } answer)
        {
            await WriteAsync(http, answer.Status, answer.Value);
        }
        else
        {
            http.Abort();
        }
    }

    private static async Task WriteAsync(HttpContext http, int status, object value)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = status == 200 ? "application/json" : "application/problem+json";
        await http.Response.WriteAsync(JsonSerializer.Serialize(value, AdminJson.Options));
    }
}
