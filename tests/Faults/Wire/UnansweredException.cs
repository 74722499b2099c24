namespace Cartwright.Faults.Wire;

/// <summary>A request without a complete answer.</summary>
/// <param name="wasSent">Whether a part of it was handed to the connection: then it may have been carried out.</param>
/// <param name="wasCut">Whether a part of the answer has arrived.</param>
internal sealed class UnansweredException(bool wasSent, bool wasCut, Exception? cause = null)
    : Exception($"No answer (sent: {wasSent}, cut: {wasCut}).", cause)
{
    public bool WasSent { get; } = wasSent;

    public bool WasCut { get; } = wasCut;
}
