using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cartwright.Faults.Processes;

/// <summary>A shop in a process of its own. It is killed when the object is disposed, however the test ends.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private const string Ready = "Cartwright is ready on ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ShopProcess(Process process) => _process = process;

    /// <summary>The address that it listens on.</summary>
    public Uri Url => _url.Task.Result;

    /// <summary>The process id.</summary>
    public string Id => _process.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The time of its start.</summary>
    public Stopwatch Age { get; } = Stopwatch.StartNew();

    /// <summary>All its output so far.</summary>
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

    /// <summary>Starts a shop on a data directory, and waits until it prints its address.</summary>
    public static Task<ShopProcess> StartAsync(string data) => StartAsync(
        ShopProgram.Verb("serve", "--urls", "http://127.0.0.1:0", "--data", data, "--reply", "final"));

    /// <summary>Starts a shop by a command of the test.</summary>
    public static async Task<ShopProcess> StartAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var shop = new ShopProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        shop._process.OutputDataReceived += shop.Hear;
        shop._process.ErrorDataReceived += shop.Hear;
        shop._process.Exited += (_, _) => shop._url.TrySetException(new IOException("It ended before it was ready."));
        shop._process.Start();
        shop._process.BeginOutputReadLine();
        shop._process.BeginErrorReadLine();
        try
        {
            await shop._url.Task.WaitAsync(StartPatience, TestContext.Current.CancellationToken);
            return shop;
        }
        catch (Exception fault)
        {
            await shop.DisposeAsync();
            throw new IOException($"The shop did not start; it said: {shop.Said}", fault);
        }
    }

    /// <summary>Kills the process as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(KillPatience);
    }

    /// <summary>Stops the process, and waits for the exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan patience)
    {
        Assert.Equal(0, (await ShopProgram.RunOtherAsync("kill", "-TERM", Id)).ExitCode);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(patience);
        return _process.ExitCode;
    }

    /// <summary>Waits until the process ends by itself; returns the exit code.</summary>
    public async Task<int> EndedAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(patience);
        return _process.ExitCode;
    }

    /// <summary>The peak of its memory so far, in MiB.</summary>
    public long MemoryPeakMiB()
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kib = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kib, CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }

        if (line.Data?.StartsWith(Ready, StringComparison.Ordinal) is true)
        {
            _url.TrySetResult(new Uri(line.Data[Ready.Length..]));
        }
    }
}
