using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The numbers that a service hands out.</summary>
/// <param name="Role">The service.</param>
/// <param name="Table">The table whose new rows get them.</param>
/// <param name="Next">The number from which on they are new; all below may be in use.</param>
public readonly record struct Numbering(Role Role, Table Table, long Next);
