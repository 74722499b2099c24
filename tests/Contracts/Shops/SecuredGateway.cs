using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Contracts.Shops;

/// <summary>A shop that asks for credentials behind a gateway, and the issuer of their tokens.</summary>
internal sealed class SecuredGateway : IAsyncDisposable
{
    /// <summary>The scopes of tokens, without resets: one would replace the rows of the others.</summary>
    public static readonly string[] Scopes = ["shopper", "orders", "payment", "stock", "operate"];

    private const string Issuer = "https://issuer.example";
    private const string Audience = "shop";

    private readonly DataFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private ServerProcess? _shop;
    private ServerProcess? _gateway;

    public Uri Url => _gateway!.Url;

    public static async Task<SecuredGateway> StartAsync()
    {
        var secured = new SecuredGateway();
        var keys = Path.Combine(secured._folder.Path, "jwks.json");
        await File.WriteAllTextAsync(keys, secured.KeySet());
        string[] access =
        [
            "--auth-issuer", Issuer, "--auth-audience", Audience, "--auth-keys", keys,
            "--caller-writes", "100000", "--caller-requests", "1000", "--reset", "off",
        ];
        secured._shop = await ServerProcess.StartAsync(
            ["--urls", "http://127.0.0.1:0", "--data", Path.Combine(secured._folder.Path, "data"), .. access]);
        var node = secured._shop.Url.GetLeftPart(UriPartial.Authority);
        secured._gateway = await ServerProcess.StartAsync(
        [
            "--urls", "http://127.0.0.1:0", "--roles", "gateway", "--order-nodes", node, "--stock-nodes", node,
            "--payment-nodes", node, .. access,
        ]);
        return secured;
    }

    /// <summary>A token that is valid for an hour; a shopper acts for the user.</summary>
    public string TokenOf(string scope, string user)
    {
        var header = JsonSerializer.Serialize(new { alg = "ES256", kid = "one", typ = "JWT" });
        var claims = JsonSerializer.Serialize(new
        {
            iss = Issuer,
            aud = Audience,
            sub = $"fuzzer {scope}",
            scope,
            exp = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
            cartwright_user = user,
        });
        var input = $"{TextOf(Encoding.UTF8.GetBytes(header))}.{TextOf(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{TextOf(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _gateway, _shop }.OfType<ServerProcess>())
        {
            await process.DisposeAsync();
        }

        _key.Dispose();
        _folder.Dispose();
    }

    private string KeySet()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", kid = "one", x = TextOf(point.X!), y = TextOf(point.Y!),
                },
            },
        });
    }

    private static string TextOf(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
