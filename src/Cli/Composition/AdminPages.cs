using Cartwright.Admin.Parts;
using Cartwright.AdminConsole;
using Cartwright.Web.Admin;

namespace Cartwright.Cli.Composition;

/// <summary>The console at an admin address. The web server does not know the pages, and they do not know it.</summary>
internal static class AdminPages
{
    /// <summary>The same address with the console.</summary>
    /// <param name="options">The address of a process that shows a whole shop.</param>
    /// <param name="parts">The processes of the local cluster; null elsewhere.</param>
    public static AdminOptions WithConsole(AdminOptions options, IClusterParts? parts) => options with
    {
        AddPages = builder => ConsolePages.AddConsole(builder.Services, parts),
        MapPages = ConsolePages.MapConsole,
    };
}
