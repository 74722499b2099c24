using Cartwright.Admin.Sagas;

namespace Cartwright.AdminConsole.Shown;

/// <summary>A message between the order service and the service of a step.</summary>
/// <param name="Message">Its type.</param>
/// <param name="IsAnswer">Whether it goes back to the order service.</param>
/// <param name="HasHappened">Whether it was sent, as far as the rows prove it.</param>
internal readonly record struct StepWay(string Message, bool IsAnswer, bool HasHappened);

/// <summary>The messages of a step, from its command on.</summary>
internal static class StepWays
{
    public static IEnumerable<StepWay> Of(SagaStepReport step)
    {
        var isSent = step.State is not ("not-yet" or "not-needed" or "unknown");
        var isAnswered = step.State is "done" or "rejected";
        var isUndoing = step.State is "undoing" or "undone";
        yield return new StepWay(step.Command, IsAnswer: false, isSent);
        if (step.State is "waiting" && step.OnItsWay is { } other && other != step.Command)
        {
            yield return new StepWay(other, IsAnswer: false, HasHappened: true);
        }

        if (step.Answer is { } answer && !isUndoing)
        {
            yield return new StepWay(answer, IsAnswer: true, isAnswered);
        }

        if (isUndoing && step.Undo is { } undo)
        {
            yield return new StepWay(undo, IsAnswer: false, HasHappened: true);
            if (step.UndoAnswer is { } undone)
            {
                yield return new StepWay(undone, IsAnswer: true, step.State is "undone");
            }
        }
    }
}
