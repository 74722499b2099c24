using System.CommandLine;
using System.Runtime.InteropServices;
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
        command.SetAction((parsed, _) => RunAsync(new ServeOptions(
            parsed.GetValue(_url)!, Path.GetFullPath(parsed.GetValue(_data)!), parsed.GetValue(_reply) == Final)));
        return command;
    }

    private static async Task<int> RunAsync(ServeOptions options)
    {
        try
        {
            return await ServeAsync(options);
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return 1;
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static async Task<int> ServeAsync(ServeOptions options)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

        await using var shop = await Composition.OpenEmbeddedAsync(options, CancellationToken.None);
        await shop.Server.StartAsync(CancellationToken.None);
        Console.WriteLine($"Cartwright is ready on {shop.Server.Url}");
        await Task.WhenAny(stop.Task, shop.Engine.Ended);
        if (shop.Engine.Ended.IsFaulted)
        {
            await shop.Engine.Ended;
        }

        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }
}
