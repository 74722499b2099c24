using System.CommandLine;
using System.Text;
using Cartwright.CommandLine;
using Cartwright.Web;

namespace Cartwright.Cli.OpenApi;

/// <summary>The verb `openapi`: the description of the HTTP interface, for generators of clients.</summary>
public static class OpenApiCommand
{
    public static Command CreateCommand()
    {
        var command = new Command(
            "openapi", "Print the OpenAPI document of the whole shop, as a running one serves it at /openapi/v1.json.");
        command.SetAction((_, _) => PrintDocumentAsync());
        return command;
    }

    private static async Task<int> PrintDocumentAsync()
    {
        await Console.Out.WriteAsync(Encoding.UTF8.GetString(await ShopDocument.ReadAsync()));
        return CommandLineRun.Success;
    }
}
