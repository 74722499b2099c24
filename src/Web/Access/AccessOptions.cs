namespace Cartwright.Web.Access;

/// <summary>The credentials that a process asks for. Without any, it asks for none.</summary>
public sealed record AccessOptions
{
    /// <summary>The file of <see cref="ApiKeys"/>; null for none.</summary>
    public string? ApiKeysFile { get; init; }

    /// <summary>Whether credentials are asked for.</summary>
    public bool AsksForCredentials => ApiKeysFile is not null;
}
