using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Cartwright.Conformance.Servers;

namespace Cartwright.Http.Tests.Collector;

/// <summary>
/// A real Prometheus in a temporary folder, at a port that the system has chosen. It is ended by its process id.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Listening = "msg=\"Listening on\" address=";
    private const string Ready = "msg=\"Server is ready to receive web requests.\"";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cartwright-prometheus-");
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly HttpClient _client = new();
    private readonly StringBuilder _said = new();
    private string _listensOn = "";

    private PrometheusServer(string configuration)
    {
        var file = Path.Combine(_folder.FullName, "prometheus.yml");
        File.WriteAllText(file, configuration);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(
                Prerequisites.RequirePrometheus("prometheus"),
                [
                    $"--config.file={file}", $"--storage.tsdb.path={_folder.FullName}/data",
                    "--web.listen-address=127.0.0.1:0",
                ])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>Starts one with a configuration, and waits until it listens.</summary>
    public static async Task<PrometheusServer> StartAsync(string configuration)
    {
        var server = new PrometheusServer(configuration);
        server._process.Start();
        server._process.BeginErrorReadLine();
        try
        {
            server._client.BaseAddress = new Uri($"http://{await server._address.Task.WaitAsync(Patience)}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The configuration that scrapes these addresses four times a second.</summary>
    public static string Scraping(params IEnumerable<Uri> targets) => $$"""
        global: { scrape_interval: 250ms, scrape_timeout: 250ms, evaluation_interval: 250ms }
        scrape_configs:
          - job_name: cartwright
            static_configs:
              - targets: [{{string.Join(", ", targets.Select(target => $"'{target.Authority}'"))}}]

        """;

    /// <summary>The series that a query finds now.</summary>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string query)
    {
        using var answer = await _client.GetAsync(
            new Uri($"/api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{query}: {json}");
        return
        [
            .. json!["data"]!["result"]!.AsArray().Select(series => new PrometheusSeries(
                series!["metric"]!.AsObject().ToDictionary(label => label.Key, label => $"{label.Value}"),
                $"{series["value"]![1]}")),
        ];
    }

    /// <summary>The names of the alerts that fire now.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync() =>
    [
        .. (await QueryAsync("ALERTS{alertstate=\"firing\"}")).Select(series => series.Labels["alertname"]).Distinct(),
    ];

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
        _folder.Delete(recursive: true);
    }

    private void Hear(string? line)
    {
        _said.AppendLine(line);
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"It ended before it listened. {_said}"));
        }
        else if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
        {
            _listensOn = line[(at + Listening.Length)..].Trim();
        }
        else if (line.Contains(Ready, StringComparison.Ordinal))
        {
            _address.TrySetResult(_listensOn);
        }
    }
}

/// <summary>One series of a query's result, with its last value.</summary>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, string Value);
