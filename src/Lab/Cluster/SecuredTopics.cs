namespace Cartwright.Lab.Cluster;

/// <summary>Makes the topics of a secured cluster and the rights on them, before its first node starts.</summary>
internal static class SecuredTopics
{
    /// <summary>The nodes, the first of which to be prepared does it; the others wait for it.</summary>
    public static List<Part> Before(IReadOnlyList<Part> nodes, ClusterOptions options, string brokers)
    {
        var made = new SemaphoreSlim(1, 1);
        var isMade = false;
        return [.. nodes.Select(node => node with { PrepareAsync = MakeOnceAsync })];

        // A start that failed or was given up is repeated by the next one.
        async Task MakeOnceAsync(CancellationToken cancellation)
        {
            await made.WaitAsync(cancellation);
            try
            {
                if (!isMade)
                {
                    await Tool.RunToolAsync(SecuredArguments.Topics(options, brokers), cancellation);
                    isMade = true;
                }
            }
            finally
            {
                made.Release();
            }
        }
    }
}
