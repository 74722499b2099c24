namespace Cartwright.Domain.Sagas;

/// <summary>
/// The conditions under which the rows of a saga's table are consistent. An inconsistent table fails when it is built.
/// </summary>
internal static class SagaTable
{
    /// <summary>An attempt by which the types of commands are found.</summary>
    public static readonly Attempt Sample = new(new AttemptId(0), new OrderId(0), new UserId(0), 0, 0);

    /// <exception cref="ArgumentException">The rows contradict each other.</exception>
    public static void RequireComplete(Saga saga)
    {
        Require(!saga.Steps.IsEmpty, saga, "has no steps");
        Require(saga.Steps.Count(step => step.Decides) <= 1, saga, "has two deciding steps");
        Require(AreUnique(saga.Steps.Select(step => step.Name)), saga, "has two steps of one name");
        Require(AreUnique(saga.Steps.Select(saga.CommandOf)), saga, "has one command in two steps");
        for (var place = 0; place < saga.Steps.Length; place++)
        {
            CheckStep(saga, saga.Steps[place], place);
        }
    }

    private static void CheckStep(Saga saga, SagaStep step, int place)
    {
        var canReject = step.Decides || saga.IsBeforeDecision(place);
        var isRecorded = saga.CommandOf(step).IsAssignableTo(typeof(IStepCommand));
        Require(isRecorded, saga, $"has a command for '{step.Name}' without a record");
        Require(step.Undo is null == step.Undone is null, saga, $"undoes '{step.Name}' without an answer");
        Require(step.Rejected is null || canReject, saga, $"rejects '{step.Name}' after the decision");
        var hasReason = step.Rejected?.IsAssignableTo(typeof(IRejection)) != false;
        Require(hasReason, saga, $"rejects '{step.Name}' without a reason");
        Require(step.Undo is null || saga.IsBeforeDecision(place), saga, $"undoes '{step.Name}' after the decision");
        Require(step.Done is not null || !canReject, saga, $"waits for no answer to '{step.Name}'");
        Require(step.Undo is not null || !saga.IsBeforeDecision(place), saga, $"cannot undo '{step.Name}'");
        Require(step.Decides == step.Settle is not null, saga, $"settles '{step.Name}', or cannot settle its decision");
        Require(
            TypesOf(step).All(type => type.IsAssignableTo(typeof(IAttemptMessage))),
            saga,
            $"has an answer to '{step.Name}' that names no attempt");
    }

    private static IEnumerable<Type> TypesOf(SagaStep step) =>
        new[] { step.Done, step.Rejected, step.Undone, step.Asked }.OfType<Type>();

    private static bool AreUnique<T>(IEnumerable<T> all) => all.GroupBy(one => one).All(group => group.Count() == 1);

    private static void Require(bool holds, Saga saga, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException($"The saga '{saga.Name}' {otherwise}.");
        }
    }
}
