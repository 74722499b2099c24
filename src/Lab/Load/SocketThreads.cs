namespace Cartwright.Lab.Load;

/// <summary>
/// The runtime's own switches for its sockets. They are variables of the whole process, and of the programs that it
/// starts, so only a program's first line sets them; the runtime reads them when the first socket is used.
/// </summary>
public static class SocketThreads
{
    /// <summary>The verb that is a generator of requests.</summary>
    internal const string Generator = "load";

    private const string RunsContinuations = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>
    /// For the generator, one thread waits for all sockets and also runs the continuation of an answer. Handing every
    /// answer to the thread pool was measured to cost it 1.4 times the CPU time at 60,000 requests a second and 4 times
    /// at 5,000, and that time is the server's on a shared machine. In every other verb a continuation may wait for
    /// another socket: on the thread that waits for all of them it would wait for itself.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    public static void ChooseFor(string[] arguments)
    {
        var isGenerator = arguments is [Generator, ..];
        Environment.SetEnvironmentVariable(RunsContinuations, isGenerator ? "1" : null);
        if (isGenerator)
        {
            Environment.SetEnvironmentVariable(Count, "1");
        }
    }
}
