using System.Text;
using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>Steps as readable lines: the event, the rows that change, and the messages that are sent.</summary>
internal static class Trace
{
    public static string Of(World world, IEnumerable<Step> steps)
    {
        var text = new StringBuilder();
        var cells = world.Start(out _);
        foreach (var step in steps)
        {
            text.AppendLine(Head(world, step, cells));
            if (step.Kind is not StepKind.PassDeadline)
            {
                AppendReaction(text, world, world.ReactionTo(world.MessageOf(step, cells), cells));
            }

            world.Take(step, cells, out _);
        }

        return text.ToString();
    }

    private static string Head(World world, Step step, ReadOnlySpan<ushort> cells) => step.Kind switch
    {
        StepKind.PassDeadline => $"the deadline of {world.Rows.KeyAt(step.Index)} passes",
        StepKind.Command => $"client: {Words.Of(world.Messages[world.MessageOf(step, cells)])}",
        StepKind.Deliver => $"deliver {Words.Of(world.Messages[world.MessageOf(step, cells)])}",
        _ => Words.Of(world.Messages[world.MessageOf(step, cells)]),
    };

    private static void AppendReaction(StringBuilder text, World world, Reaction reaction)
    {
        foreach (var (place, number) in reaction.Changes)
        {
            text.AppendLine($"    {Words.Of(world.Rows.KeyAt(place), world.Rows.At(place, number))}");
        }

        foreach (var sent in reaction.Sends)
        {
            text.AppendLine($"    sends {Words.Of(world.Messages[sent])}");
        }

        if (reaction.Reply is Rejected or Postponed)
        {
            text.AppendLine($"    replies {reaction.Reply}");
        }
    }
}
