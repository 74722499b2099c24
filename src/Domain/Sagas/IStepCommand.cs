using Cartwright.Kernel;

namespace Cartwright.Domain.Sagas;

/// <summary>The command of a saga's step.</summary>
public interface IStepCommand : IAttemptMessage
{
    /// <summary>
    /// The step as its service has recorded it: a function of the rows that the command touches when its order has no
    /// lines.
    /// </summary>
    StepRecord RecordIn(IRows rows);
}
