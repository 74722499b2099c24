using System.Text.Json;
using Cartwright.Engine.Options;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Cartwright.Web.Access;

/// <summary>
/// The callers with tokens that one issuer has signed. The keys are those of a file, or are fetched from the issuer and
/// renewed by the library. A signature is checked once: an accepted token is remembered until it expires.
/// </summary>
internal sealed class TokenReader : IDisposable
{
    /// <summary>How far the clocks of the issuer and of this machine may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private const string CriticalHeader = "crit";

    private static readonly TimeSpan IssuerPatience = TimeSpan.FromSeconds(5);

    // Signatures only: with a shared secret, everything that can check a token could make one.
    private static readonly string[] Algorithms =
        [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    private readonly JwtBearerOptions _options;
    private readonly ReloadedFiles<IssuerKeys>? _file;
    private readonly TimeProvider _clock;
    private volatile KeyState? _state;

    public TokenReader(AccessOptions options, ILogger log, TimeProvider clock)
    {
        _clock = clock;
        _options = OptionsOf(options);
        _file = options.IssuerKeysFile is { } file
            ? CredentialFile.OpenIssuerKeys(file, log, clock)
            : null;
        if (_file is null)
        {
            new JwtBearerPostConfigureOptions().PostConfigure(name: null, _options);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _options.Backchannel?.Dispose();
    }

    /// <summary>The caller of a token; null where the token is not valid.</summary>
    /// <exception cref="ProblemException">The issuer's keys cannot be had.</exception>
    public async ValueTask<Caller?> FindCallerAsync(string token, CancellationToken cancellation)
    {
        var state = await ReadKeysAsync(cancellation);
        var now = _clock.GetUtcNow();
        if (state.Accepted.Find(token, now) is { } known)
        {
            return known;
        }

        var found = await ((JsonWebTokenHandler)_options.TokenHandlers[0]).ValidateTokenAsync(token, state.Parameters);
        if (!found.IsValid)
        {
            AskForNewKeys(found.Exception);
            return null;
        }

        var read = (JsonWebToken)found.SecurityToken;
        if (NeedsExtension(read) || TokenCallers.CallerOf(read) is not { } caller)
        {
            return null;
        }

        state.Accepted.Remember(token, caller, EndOf(read));
        return caller;
    }

    // An issuer may write the last moment that there is, to which no skew can be added.
    private static DateTimeOffset EndOf(JsonWebToken token) => token.ValidTo >= DateTime.MaxValue - ClockSkew
        ? DateTimeOffset.MaxValue
        : new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + ClockSkew;

    // Extensions that a reader must understand, or else reject the token (RFC 7515, 4.1.11). The library does not look
    // at them, and none is understood here.
    private static bool NeedsExtension(JsonWebToken token)
    {
        using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader));
        return header.RootElement.TryGetProperty(CriticalHeader, out _);
    }

    private static JwtBearerOptions OptionsOf(AccessOptions options)
    {
        var bearer = new JwtBearerOptions
        {
            Authority = options.IssuerKeysFile is null ? options.Issuer : null,
            RequireHttpsMetadata = !Loopback.IsHost(new Uri(options.Issuer!).Host),
            MapInboundClaims = false,
            IncludeErrorDetails = false,
            BackchannelTimeout = IssuerPatience,
            BackchannelHttpHandler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false },
        };
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            ValidAlgorithms = Algorithms,
            ClockSkew = ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        return bearer;
    }

    // Remembered tokens belong to the keys that have checked them: with other keys they are checked again.
    private async ValueTask<KeyState> ReadKeysAsync(CancellationToken cancellation)
    {
        object source = _file is null ? await FetchConfigurationAsync(cancellation) : _file.Current;
        if (_state is { } state && ReferenceEquals(state.Source, source))
        {
            return state;
        }

        var parameters = _options.TokenValidationParameters.Clone();
        parameters.IssuerSigningKeys = source is OpenIdConnectConfiguration configuration
            ? IssuerKeys.SignaturesOf(configuration.SigningKeys)
            : ((IssuerKeys)source).Keys;
        return _state = new KeyState(source, parameters, new AcceptedTokens());
    }

    private async Task<OpenIdConnectConfiguration> FetchConfigurationAsync(CancellationToken cancellation)
    {
        try
        {
            return await _options.ConfigurationManager!.GetConfigurationAsync(cancellation);
        }
        catch (Exception silent) when (silent is InvalidOperationException or HttpRequestException or IOException)
        {
            throw new ProblemException(
                ProblemCodes.IssuerUnavailable, "Nothing was accepted. Try again a little later.");
        }
    }

    // A key that is not known may be a new one. The library bounds how often it asks.
    private void AskForNewKeys(Exception? reason)
    {
        if (_file is null && reason is SecurityTokenSignatureKeyNotFoundException)
        {
            _options.ConfigurationManager!.RequestRefresh();
        }
    }

    private sealed record KeyState(object Source, TokenValidationParameters Parameters, AcceptedTokens Accepted);
}
