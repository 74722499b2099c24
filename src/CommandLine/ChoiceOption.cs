using System.CommandLine;

namespace Cartwright.CommandLine;

/// <summary>
/// An option that takes one of a few words. They stand for objects only: for an option of type bool the parser takes no
/// word but true or false, even with a parser of its own.
/// </summary>
public static class ChoiceOption
{
    public static Option<string> CreateOption(
        string name, string description, string[] choices, string defaultChoice) =>
        CreateOption(name, description, choices.ToDictionary(choice => choice), defaultChoice);

    public static Option<T> CreateOption<T>(
        string name, string description, IReadOnlyDictionary<string, T> choices, string defaultChoice)
        where T : class
    {
        var words = string.Join(", ", choices.Keys);
        var option = new Option<T>(name)
        {
            Description = $"{description}: {words}",
            HelpName = "name",
            DefaultValueFactory = _ => choices[defaultChoice],
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!choices.TryGetValue(text, out var choice))
                {
                    result.AddError($"{name} '{text}' is unknown; known are: {words}.");
                }

                return choice;
            },
        };
        option.CompletionSources.Add([.. choices.Keys]);
        return option;
    }
}
