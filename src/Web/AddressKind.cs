namespace Cartwright.Web;

/// <summary>The kind of a server's address, which its log names.</summary>
internal enum AddressKind
{
    /// <summary>That of the shop, at a node or a gateway.</summary>
    Public,

    /// <summary>That of operators.</summary>
    Admin,

    /// <summary>That of probes.</summary>
    Health,
}
