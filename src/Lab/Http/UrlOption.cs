using System.CommandLine;

namespace Cartwright.Lab.Http;

/// <summary>The shop to talk to.</summary>
internal static class UrlOption
{
    public static Option<ServerAddress> CreateOption() => new("--url")
    {
        Description = "Where the shop listens",
        HelpName = "url",
        DefaultValueFactory = _ => new ServerAddress("127.0.0.1", 8000),
        CustomParser = result =>
        {
            var address = ServerAddress.TryParse(result.Tokens[0].Value, out var error);
            if (error is not null)
            {
                result.AddError($"--url {error}.");
            }

            return address;
        },
    };
}
