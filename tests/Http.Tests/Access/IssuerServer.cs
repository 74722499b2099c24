using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Http.Tests.Access;

/// <summary>Serves the configuration and the keys of an issuer (OpenID Connect discovery).</summary>
internal sealed class IssuerServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public IssuerServer(TestIssuer issuer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(http => http.Request.Path.Value switch
        {
            _ when IsAway => AnswerAsync(http, 503, "{}"),
            "/.well-known/openid-configuration" =>
                AnswerAsync(http, 200, $$"""{"issuer":"{{Url}}","jwks_uri":"{{Url}}/keys"}"""),
            "/keys" => AnswerAsync(http, 200, issuer.KeySet()),
            _ => AnswerAsync(http, 404, "{}"),
        });
        _app.StartAsync().GetAwaiter().GetResult();
    }

    public string Url => _app.Urls.First();

    /// <summary>Whether it rejects every request.</summary>
    public bool IsAway { get; set; }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body);
    }
}
