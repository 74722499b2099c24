namespace Cartwright.Web.Access;

/// <summary>The credentials that a process asks for. Without any, it asks for none.</summary>
public sealed record AccessOptions
{
    /// <summary>The file of <see cref="ApiKeys"/>; null for none.</summary>
    public string? ApiKeysFile { get; init; }

    /// <summary>The issuer of tokens, an address; null where no tokens are accepted.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience that a token must have; null where no tokens are accepted.</summary>
    public string? Audience { get; init; }

    /// <summary>A file with the issuer's keys (JWKS); null: they are fetched from the issuer.</summary>
    public string? IssuerKeysFile { get; init; }

    /// <summary>Whether credentials are asked for.</summary>
    public bool AsksForCredentials => ApiKeysFile is not null || Issuer is not null;
}
