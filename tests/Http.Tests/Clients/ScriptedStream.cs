namespace Cartwright.Http.Tests.Clients;

/// <summary>The end of a scripted stream, after its text.</summary>
internal enum StreamEnd
{
    Ends,
    Breaks,
    Hangs,
}

/// <summary>The body of an answer that can break or hang after its text.</summary>
internal sealed class ScriptedStream(byte[] text, StreamEnd end) : MemoryStream(text)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < Length || end == StreamEnd.Ends)
        {
            return await base.ReadAsync(buffer, cancellationToken);
        }

        if (end == StreamEnd.Hangs)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        throw new IOException("The connection was lost.");
    }
}
