using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Cartwright.Conformance.Servers;
using Cartwright.Http.Tests.Collector;

namespace Cartwright.Http.Tests.Telemetry;

/// <summary>
/// A receiver of OTLP that is not ours: Aspire's dashboard, at ports that the system has chosen. It is ended by its
/// process id.
/// </summary>
internal sealed class AspireDashboard : IAsyncDisposable
{
    private const string Pages = "Now listening on: ";
    private const string Grpc = "OTLP/gRPC listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = typeof(AspireDashboard).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == nameof(AspireDashboard)).Value!;

    private readonly TaskCompletionSource<Uri> _pages = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _grpc = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _said = new();
    private readonly HttpClient _client = new();
    private readonly Process _process;

    private AspireDashboard()
    {
        Prerequisites.RequirePackage(Program, "Aspire's dashboard for Linux on x64");
        var start = new ProcessStartInfo(Program)
        {
            WorkingDirectory = Path.GetDirectoryName(Program),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var address in (string[])
            ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"])
        {
            start.Environment[address] = "http://127.0.0.1:0";
        }

        start.Environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        start.Environment["ASPIRE_DASHBOARD_API_ENABLED"] = "true";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>The variables that make a process export here by gRPC, without delay.</summary>
    public Dictionary<string, string> Variables
    {
        get
        {
            var variables = OtlpCollector.VariablesTo(_grpc.Task.Result.ToString());
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            return variables;
        }
    }

    public static async Task<AspireDashboard> StartAsync()
    {
        var dashboard = new AspireDashboard();
        dashboard._process.Start();
        dashboard._process.BeginOutputReadLine();
        try
        {
            await dashboard._grpc.Task.WaitAsync(Patience);
            dashboard._client.BaseAddress = await dashboard._pages.Task.WaitAsync(Patience);
            return dashboard;
        }
        catch
        {
            await dashboard.DisposeAsync();
            throw;
        }
    }

    /// <summary>The spans of a trace so far.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> SpansOfAsync(string trace)
    {
        using var answer = await _client.GetAsync(
            new Uri($"/api/telemetry/traces/{trace}", UriKind.Relative), TestContext.Current.CancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return [];
        }

        var json = await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        return
        [
            .. from resource in json!["data"]!["resourceSpans"]!.AsArray()
               from scope in resource!["scopeSpans"]!.AsArray()
               from span in scope!["spans"]!.AsArray()
               select new ReceivedSpan(
                   $"{span["traceId"]}", $"{span["spanId"]}", $"{span["parentSpanId"]}", $"{span["name"]}", "shop"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(patience.Token);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        _said.AppendLine(line);
        if (line is null)
        {
            _grpc.TrySetException(new InvalidOperationException($"It ended before it listened. {_said}"));
        }
        else if (line.IndexOf(Pages, StringComparison.Ordinal) is var page and >= 0)
        {
            _pages.TrySetResult(new Uri(line[(page + Pages.Length)..].Trim()));
        }
        else if (line.IndexOf(Grpc, StringComparison.Ordinal) is var at and >= 0)
        {
            _grpc.TrySetResult(new Uri(line[(at + Grpc.Length)..].Trim()));
        }
    }
}
