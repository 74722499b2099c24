namespace Cartwright.Admin.Parked;

/// <summary>Parked messages (dead letters), for an operator.</summary>
public interface IParkedAdmin
{
    /// <summary>One page, the longest parked first.</summary>
    Task<ParkedPage> ListAsync(ParkedQuery query, CancellationToken cancellation);

    /// <summary>One message with its bytes; null where there is none.</summary>
    Task<ParkedDetail?> FindAsync(string service, string id, CancellationToken cancellation);

    /// <summary>Has messages tried again.</summary>
    Task<ActionOutcome> ReplayAsync(ParkedChoice choice, OperatorAction action, CancellationToken cancellation);

    /// <summary>Gives messages up for good.</summary>
    Task<ActionOutcome> DropAsync(ParkedChoice choice, OperatorAction action, CancellationToken cancellation);
}
