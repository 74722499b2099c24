namespace Cartwright.Faults.Http;

/// <summary>There is no answer. Unless the connection could not be made, the request may have been served.</summary>
internal sealed class LostException(bool wasSent, Exception? cause = null)
    : Exception(wasSent ? "The connection ended before the answer." : "The connection was refused.", cause)
{
    public bool WasSent => wasSent;
}
