namespace Cartwright.Postgres;

/// <summary>The codes of fatal faults that a server is the reason for; each has a page in docs/errors.</summary>
internal static class PostgresFaultCodes
{
    /// <summary>A setting of the server gives durability away.</summary>
    public const string UnsafeServer = "unsafe-server";

    /// <summary>The database has another encoding, or a pooler stands before it.</summary>
    public const string UnfitServer = "unfit-server";

    /// <summary>The certificate of the server is not accepted, or it has none.</summary>
    public const string UntrustedServer = "untrusted-server";

    /// <summary>The role lacks a right, or may do more than its work needs.</summary>
    public const string UnfitRole = "unfit-role";

    /// <summary>The database has the tables of another service.</summary>
    public const string OtherService = "other-service";
}
