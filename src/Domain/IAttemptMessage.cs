using Cartwright.Kernel;

namespace Cartwright.Domain;

/// <summary>A message of a saga.</summary>
public interface IAttemptMessage : IRemoteMessage, ICorrelated
{
    /// <summary>The attempt it is about.</summary>
    Attempt Attempt { get; }

    long ICorrelated.Correlation => Attempt.Id.Value;
}
