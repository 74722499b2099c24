using Cartwright.Kernel;

namespace Cartwright.Engine.Telemetry;

/// <summary>The names that a listener to the engine needs.</summary>
public static class TelemetryNames
{
    /// <summary>The source of spans, see <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string Source = "Cartwright";

    /// <summary>The meter, see <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Meter = "Cartwright";

    /// <summary>
    /// The attribute that names a service: <c>order</c>, <c>stock</c>, <c>payment</c>; <c>shop</c> for all in one.
    /// </summary>
    public const string Service = "cartwright.service";

    /// <summary>That attribute for an engine with these services.</summary>
    public static KeyValuePair<string, object?> ServiceTag(IReadOnlyList<IService> services) =>
        new(Service, services is [var only] ? only.Role.Name : "shop");
}
