using Cartwright.Admin;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The effect of an action on several services.</summary>
internal static class ActionOutcomes
{
    /// <exception cref="AdminFault">No service has answered.</exception>
    public static ActionOutcome Of(IReadOnlyCollection<ActionAnswer> answers)
    {
        var (unserved, unknown) = (NamesIn(answers, ActionState.Unserved), NamesIn(answers, ActionState.Unknown));
        if (unserved.Count == answers.Count)
        {
            throw new AdminFault($"No node of {string.Join(", ", unserved)} answers. Nothing was changed.");
        }

        return unserved.Count + unknown.Count == answers.Count
            ? throw new AdminFault($"A node of {string.Join(", ", unknown)} gave no answer: it may have happened.")
            {
                IsOutcomeUnknown = true,
            }
            : new ActionOutcome(
                answers.Sum(answer => answer.Outcome?.Changed ?? 0),
                [.. unserved.Concat(answers.SelectMany(answer => answer.Outcome?.Silent ?? [])).Distinct()])
            {
                Unknown = unknown.Count > 0 ? unknown : null,
            };
    }

    private static List<string> NamesIn(IEnumerable<ActionAnswer> answers, ActionState state) =>
        [.. answers.Where(answer => answer.State == state).Select(answer => answer.Service)];
}
