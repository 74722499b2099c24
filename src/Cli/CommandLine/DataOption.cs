using System.CommandLine;

namespace Cartwright.Cli.CommandLine;

/// <summary>The data directory of an embedded shop.</summary>
internal static class DataOption
{
    public static Option<string> Create(string description) => new("--data")
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => "data",
    };
}
