using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Sagas;

/// <summary>
/// A saga as a table of steps, executed from top to bottom and undone upwards (Garcia-Molina, Salem: Sagas, 1987). The
/// steps before the deciding one can be undone; those after it always succeed in the end, and are repeated until they
/// have (compensatable, pivot and retriable steps: Mehrotra et al., A transaction model for multidatabase systems,
/// 1992). A saga without a deciding step consists of retriable ones alone.
/// </summary>
public sealed class Saga
{
    private readonly ImmutableArray<Type> _commands;
    private readonly ImmutableArray<Role> _services;
    private readonly int _pivot;

    /// <exception cref="ArgumentException">The rows contradict each other.</exception>
    public Saga(string name, ImmutableArray<SagaStep> steps)
    {
        Name = name;
        Steps = steps;
        var samples = steps.Select(step => step.Do(SagaTable.Sample, [])).ToList();
        _commands = [.. samples.Select(sample => sample.GetType())];
        _services = [.. samples.Select(sample => sample.To)];
        _pivot = steps.ToList().FindIndex(step => step.Decides);
        AwaitsAfterDecision = Pivot is not null && !IsComplete(_pivot);
        SagaTable.RequireComplete(this);
    }

    public string Name { get; }

    public ImmutableArray<SagaStep> Steps { get; }

    /// <summary>The deciding step; null in a saga of retriable steps alone.</summary>
    public SagaStep? Pivot => _pivot < 0 ? null : Steps[_pivot];

    /// <summary>Whether steps after the decision have an answer that must come before the saga is complete.</summary>
    public bool AwaitsAfterDecision { get; }

    /// <summary>The type of a step's command.</summary>
    public Type CommandOf(SagaStep step) => _commands[Steps.IndexOf(step)];

    /// <summary>The service that executes a step.</summary>
    public Role ServiceOf(SagaStep step) => _services[Steps.IndexOf(step)];

    public bool IsBeforeDecision(int place) => place < _pivot;

    public bool IsDecision(int place) => place == _pivot;

    /// <summary>
    /// The commands of the steps from a place on: the first one, and as long as a command needs no answer, the one
    /// after it. Empty at the end of the table.
    /// </summary>
    public IEnumerable<Message> CommandsFrom(int place, Attempt attempt, ImmutableArray<Units> lines)
    {
        for (; place < Steps.Length; place++)
        {
            yield return Steps[place].Do(attempt, lines);
            if (Steps[place].Done is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>The commands that follow from the decision.</summary>
    public IEnumerable<Message> AfterDecision(Attempt attempt, ImmutableArray<Units> lines) =>
        CommandsFrom(_pivot + 1, attempt, lines);

    /// <summary>Whether no step after this place has an answer to wait for.</summary>
    public bool IsComplete(int place) => Steps.Skip(place + 1).All(step => step.Done is null);

    /// <summary>The command that undoes the last step before a place; null if nothing before it is undone.</summary>
    public Message? UndoBefore(int place, Attempt attempt)
    {
        while (--place >= 0)
        {
            if (Steps[place].Undo is { } undo)
            {
                return undo(attempt);
            }
        }

        return null;
    }

    /// <summary>The command that undoes the last step before the decision; a failed attempt begins with it.</summary>
    public Message? UndoFirst(Attempt attempt) => UndoBefore(_pivot, attempt);

    /// <summary>
    /// The command of the step that follows a command (a routing slip): a participant that receives the lines with its
    /// command sends it itself, which saves the way over the order service.
    /// </summary>
    /// <exception cref="ArgumentException">No step has this command, or none follows it.</exception>
    public Message CommandAfter(Type command, Attempt attempt, ImmutableArray<Units> lines)
    {
        var place = _commands.IndexOf(command);
        return place >= 0 && place + 1 < Steps.Length
            ? Steps[place + 1].Do(attempt, lines)
            : throw new ArgumentException($"No step of the saga '{Name}' follows {command.Name}.", nameof(command));
    }
}
