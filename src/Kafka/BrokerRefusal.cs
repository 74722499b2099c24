using Cartwright.Engine.Ports;
using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// Whether the brokers turn this node away: its certificate, its name or its password, or theirs. A client only reports
/// that beside its requests, which run out of their time as if no broker were there.
/// </summary>
internal sealed class BrokerRefusal
{
    private static readonly ErrorCode[] Refusals =
    [
        ErrorCode.TopicAuthorizationFailed, ErrorCode.ClusterAuthorizationFailed, ErrorCode.PolicyViolation,
        ErrorCode.InvalidRequest,
    ];

    // The last reason since a request was answered.
    private volatile string? _reason;

    /// <summary>Whether the brokers do not allow a request, however often it is tried.</summary>
    public static bool IsRefusal(Error error) => Refusals.Contains(error.Code);

    /// <summary>The fault of a request that has failed.</summary>
    public Exception FaultOf(KafkaException failure) => _reason is { } reason
        ? new FatalFault(
            KafkaFaultCodes.Refused, $"The brokers and this node do not accept each other: {reason}", failure)
        : IsRefusal(failure.Error)
            ? new FatalFault(
                KafkaFaultCodes.Refused, $"The brokers do not let this node work: {failure.Error.Reason}", failure)
            : new TransientFault($"The brokers do not answer: {failure.Error.Reason}", failure);

    /// <summary>Takes an error that a client has reported.</summary>
    public void Note(Error error)
    {
        if (error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.SaslAuthenticationFailed)
        {
            _reason = error.Reason;
        }
    }

    /// <summary>A request was answered.</summary>
    public void Forget() => _reason = null;
}
