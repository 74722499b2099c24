using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Torture;

/// <summary>The findings of the verb <c>verify</c> in the books of a cluster.</summary>
/// <param name="Parked">How many messages are parked.</param>
/// <param name="FirstErrors">The errors, a sentence each.</param>
/// <param name="FirstUnfinished">The unfinished work, a sentence each.</param>
internal sealed record Audit(long Parked, IReadOnlyList<string> FirstErrors, IReadOnlyList<string> FirstUnfinished)
{
    private const string Settings = "CARTWRIGHT_";

    // The wait for the servers begins again each time that the books are read.
    private const int Waits = 4;

    private static readonly JsonSerializerOptions _json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Runs it in a process of its own, as a user would.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="patience">How long servers may not answer, and how long something may be unfinished.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="AuditFault">It came to no verdict.</exception>
    public static async Task<Audit> RunVerifyAsync(string directory, TimeSpan patience, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience * Waits);
        using var verify = Process.Start(StartInfo(directory, patience))!;
        try
        {
            var output = verify.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = verify.StandardError.ReadToEndAsync(limit.Token);
            await verify.WaitForExitAsync(limit.Token);

            return ReadReport(await output, await errors);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new AuditFault($"The audit has not ended within {(patience * Waits).TotalSeconds:F0} s.");
        }
        finally
        {
            verify.Kill();
        }
    }

    /// <summary>Reads the verdict: a line of JSON, whether the books are right or not.</summary>
    /// <exception cref="AuditFault">There is none; the message is the text on standard error.</exception>
    internal static Audit ReadReport(string output, string errors) => output.Length > 0
        ? JsonSerializer.Deserialize<Audit>(output, _json)!
        : throw new AuditFault(errors.Trim());

    private static ProcessStartInfo StartInfo(string directory, TimeSpan patience)
    {
        var seconds = ((int)patience.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(OwnProgram.Command[0],
        [
            .. OwnProgram.Command.Skip(1), "verify", "--cluster", directory, "--json", "--older-than", "0",
            "--wait", seconds, "--settle", seconds,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Settings in the environment can be of another shop.
        var names = start.Environment.Keys.Where(name => name.StartsWith(Settings, StringComparison.Ordinal));
        foreach (var name in names.ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
