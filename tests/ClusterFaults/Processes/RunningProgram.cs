using System.Diagnostics;
using System.Text;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>A verb of the program that runs beside the actions of a test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Task<string> _output;

    private RunningProgram(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Its standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public bool HasEnded => _process.HasExited;

    public static RunningProgram Start(params IEnumerable<string> arguments) =>
        new(Process.Start(CartwrightProgram.Verb(arguments))!);

    /// <summary>Waits until it ends by itself.</summary>
    /// <param name="work">The time that it takes in any case.</param>
    public async Task<Ended> EndAsync(TimeSpan work = default)
    {
        await _process.WaitForExitAsync().WaitAsync(work + CartwrightProgram.Patience);
        return new Ended(_process.ExitCode, await _output, Said);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
