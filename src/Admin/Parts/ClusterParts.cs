using System.Net.Sockets;
using System.Text.Json;

namespace Cartwright.Admin.Parts;

/// <summary>
/// The parts of a local cluster through the control socket of its supervisor: one line there, and the answer until the
/// connection ends.
/// </summary>
/// <param name="controlSocket">The path of the socket.</param>
public sealed class ClusterParts(string controlSocket) : IClusterParts
{
    private const string Failed = "error ";
    private const string Done = "ok";

    // A status asks each part whether it is ready; a frozen node takes four seconds.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

    // A process that does not end in 20 s is killed.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    // A broker on a busy machine takes a minute and more.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    public async Task<IReadOnlyList<PartReport>> ReadPartsAsync(CancellationToken cancellation)
    {
        var json = await AskAsync("status", ReadPatience, cancellation);
        try
        {
            var parts = JsonSerializer.Deserialize<List<PartLine>>(json, JsonSerializerOptions.Web)!;
            return [.. parts.Select(part =>
                new PartReport(part.Name, part.Role, part.Pid, part.Port, part.Ready, part.Restarts))];
        }
        catch (JsonException strange)
        {
            throw new AdminFault($"The supervisor's answer cannot be read: {strange.Message}", strange);
        }
    }

    public async Task ActAsync(string part, PartAction action, OperatorAction why, CancellationToken cancellation)
    {
        // The line is split at blanks; a supervisor knows no such name anyway.
        if (part.Length == 0 || part.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign)))
        {
            throw new AdminFault($"There is no '{part}' in this cluster.");
        }

        var (word, patience) = action switch
        {
            PartAction.Kill => ("kill", ReadPatience),
            PartAction.Stop => ("stop", StopPatience),
            PartAction.Start => ("start", StartPatience),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, message: null),
        };
        var answer = await AskAsync($"{word} {part}", patience, cancellation);
        if (answer != Done)
        {
            throw new AdminFault($"The supervisor's answer cannot be read: {answer}");
        }
    }

    private async Task<string> AskAsync(string line, TimeSpan patience, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(patience);
        try
        {
            var answer = await ExchangeAsync(line, late.Token);
            return answer.StartsWith(Failed, StringComparison.Ordinal)
                ? throw new AdminFault(answer[Failed.Length..].Trim())
                : answer.Trim();
        }
        catch (Exception silent) when (silent is SocketException or IOException)
        {
            throw new AdminFault($"The cluster's supervisor does not answer: {silent.Message}", silent);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AdminFault(
                $"The cluster's supervisor has not answered '{line}' in {patience.TotalSeconds} s; it may do it.");
        }
    }

    private async Task<string> ExchangeAsync(string line, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(controlSocket), cancellation);
        await using var stream = new NetworkStream(socket);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        await writer.WriteLineAsync(line.AsMemory(), cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellation);
    }

    // A line of `cluster status --json`.
    private sealed record PartLine(string Name, string Role, int? Pid, int Port, bool Ready, int Restarts);
}
