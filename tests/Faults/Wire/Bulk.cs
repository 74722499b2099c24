namespace Cartwright.Faults.Wire;

/// <summary>Many requests that wait only for each other, over a few connections.</summary>
internal static class Bulk
{
    private const int Connections = 8;
    private const int Window = 50;

    /// <summary>The answers, in the order of the calls.</summary>
    public static async Task<Answer[]> AskAsync(Uri url, IReadOnlyList<Call> calls)
    {
        var answers = new Answer[calls.Count];
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(
            number => AskShareAsync(url, calls, answers, number)));
        return answers;
    }

    /// <summary>The answer to one call, over a connection of its own.</summary>
    public static async Task<Answer> AskAsync(Uri url, Call call)
    {
        using var connection = await WireConnection.OpenAsync(url);
        return await connection.AskAsync(call);
    }

    private static async Task AskShareAsync(Uri url, IReadOnlyList<Call> calls, Answer[] answers, int number)
    {
        using var connection = await WireConnection.OpenAsync(url);
        var share = Enumerable.Range(0, calls.Count).Where(index => index % Connections == number);
        foreach (var window in share.Chunk(Window))
        {
            await connection.SendAsync(window.SelectMany(index => calls[index].Bytes()).ToArray());
            foreach (var index in window)
            {
                answers[index] = await connection.ReceiveAsync();
            }
        }
    }
}
