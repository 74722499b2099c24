using System.Runtime.CompilerServices;
using Cartwright.Conformance.Servers;

namespace Cartwright.Cli.Tests;

/// <summary>The verbs run within this process: no setting of the developer reaches them.</summary>
internal static class OwnEnvironment
{
    [ModuleInitializer]
    public static void RemoveSettings() => ForeignSettings.RemoveOwn();
}
