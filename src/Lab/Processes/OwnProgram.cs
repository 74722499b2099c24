using System.Reflection;

namespace Cartwright.Lab.Processes;

/// <summary>The program that runs, for processes that are to run it too.</summary>
internal static class OwnProgram
{
    /// <summary>
    /// The command that starts it. Started by <c>dotnet cartwright.dll</c>, the program is the dll; started by its own
    /// executable, there is none.
    /// </summary>
    public static IReadOnlyList<string> Command =>
    [
        Environment.ProcessPath!,
        .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? (string[])[Assembly.GetEntryAssembly()!.Location]
            : [],
    ];
}
