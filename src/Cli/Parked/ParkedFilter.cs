using System.CommandLine;
using Cartwright.Admin.Parked;
using Cartwright.CommandLine;
using Cartwright.Engine.Housekeeping;

namespace Cartwright.Cli.Parked;

/// <summary>Which parked messages a verb is about: one by its id, those of a kind, or all.</summary>
internal sealed class ParkedFilter
{
    private readonly Argument<string?> _id = new("ID")
    {
        Description = "Which message, as `parked list` names it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _type = new("--type")
    {
        Description = "All of this type: the part of an id before the slash, such as take-stock.v1 or unreadable",
    };

    private readonly Option<string?> _error = new("--error")
    {
        Description = "All with this text in their error; # stands for any number",
    };

    private readonly Option<bool> _all = new("--all") { Description = "All of them" };

    public void AddTo(Command command)
    {
        command.Add(_id);
        command.Add(_type);
        command.Add(_error);
        command.Add(_all);
    }

    /// <summary>The ids of the chosen messages.</summary>
    /// <exception cref="UsageFault">No choice was given, or two that exclude each other.</exception>
    public IReadOnlyCollection<string> ChooseIds(
        ParseResult parsed, Func<IReadOnlyList<(string Id, ParkedMessage Message)>> read)
    {
        var (id, type, error, all) =
            (parsed.GetValue(_id), parsed.GetValue(_type), parsed.GetValue(_error), parsed.GetValue(_all));
        var hasFilter = type is not null || error is not null;
        if ((id is null ? 0 : 1) + (hasFilter ? 1 : 0) + (all ? 1 : 0) != 1)
        {
            throw new UsageFault("Name one ID, or a --type and an --error, or --all.");
        }

        return id is not null
            ? [id]
            :
            [
                .. read().Where(row => ParkedMatch.IsChosen(row.Id, row.Message, type, error))
                    .Select(row => row.Id)
                    .Distinct(),
            ];
    }
}
