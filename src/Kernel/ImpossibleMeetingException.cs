namespace Cartwright.Kernel;

/// <summary>
/// A message met a state that no run of the protocol leads to: a void that finds a captured payment, or a message
/// from another generation of the database. That is a bug or a foreign message, never a refusal: the message is
/// parked and changes nothing.
/// </summary>
public sealed class ImpossibleMeetingException : Exception
{
    public ImpossibleMeetingException()
    {
    }

    public ImpossibleMeetingException(string message)
        : base(message)
    {
    }

    public ImpossibleMeetingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
