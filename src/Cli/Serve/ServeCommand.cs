using System.CommandLine;
using Cartwright.Cli.CommandLine;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Serve;

/// <summary>The verb `serve`: the whole shop in one process.</summary>
internal static class ServeCommand
{
    private const string Immediate = "immediate";
    private const string Final = "final";

    private static readonly Option<string> _url = new("--urls")
    {
        Description = "Where to listen; port 0 takes a free one",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8000",
    };

    private static readonly Option<string> _data = new("--data")
    {
        Description = "Where the data lies; made if it is missing",
        HelpName = "DIR",
        DefaultValueFactory = _ => "data",
    };

    private static readonly Option<string> _reply = ChoiceOption.Create(
        "--reply", "What a checkout is answered: at once, or with its outcome", [Immediate, Final], Immediate);

    public static Command Create()
    {
        var command = new Command("serve", "Run the shop: orders, stock and payments in one process.")
        {
            _url, _data, _reply,
        };
        command.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(_url), UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp)
            {
                result.AddError("--urls takes one address such as http://127.0.0.1:8000.");
            }
        });
        command.SetAction((parsed, stop) => RunAsync(
            new ServeOptions(
                parsed.GetValue(_url)!, Path.GetFullPath(parsed.GetValue(_data)!), parsed.GetValue(_reply) == Final),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(ServeOptions options, CancellationToken stop)
    {
        try
        {
            return await ServeAsync(options, stop);
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return CommandLineRun.Failure;
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Failure;
        }
    }

    private static async Task<int> ServeAsync(ServeOptions options, CancellationToken stop)
    {
        await using var shop = await Composition.OpenEmbeddedAsync(options, stop);
        await shop.Server.StartAsync(stop);
        Console.WriteLine($"Cartwright is ready on {shop.Server.Url}");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStop = stop.Register(stopped.SetResult);
        await Task.WhenAny(stopped.Task, shop.Engine.Ended);
        if (shop.Engine.Ended.IsFaulted)
        {
            await shop.Engine.Ended;
        }

        return CommandLineRun.Success;
    }
}
