using System.CommandLine;
using Cartwright.CommandLine;

namespace Cartwright.Lab.Http;

/// <summary>The options by which a verb reaches a shop: its address, and the credentials for it.</summary>
internal sealed class ShopAddressOptions
{
    private readonly Option<ServerAddress> _url = UrlOption.CreateOption();

    private readonly Option<string?> _trust = new("--trust")
    {
        Description = "The authorities of the shop's certificate, as PEM; without it those that the machine trusts",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--api-key-file")
    {
        Description = "A file with an API key for the shop",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_trust);
        command.Options.Add(_key);
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageFault">A file cannot be used, or the network would see the key.</exception>
    public ServerAddress ReadAddress(ParseResult parsed)
    {
        var key = parsed.GetValue(_key);
        if (key is not null && SecretFile.WarningOf(_key.Name, key) is { } warning)
        {
            Console.Error.WriteLine(warning);
        }

        var address = parsed.GetValue(_url)!;
        if (key is not null && !address.IsEncrypted && !ThisMachine.IsHost(address.Host))
        {
            throw new UsageFault($"{_key.Name} would send the key to {address} in the clear: use https.");
        }

        try
        {
            return address with
            {
                Access = ShopAccess.Read(parsed.GetValue(_trust), key),
            };
        }
        catch (InvalidDataException unusable)
        {
            throw new UsageFault(unusable.Message);
        }
    }
}
