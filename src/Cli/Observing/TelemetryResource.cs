using System.Reflection;
using OpenTelemetry.Resources;

namespace Cartwright.Cli.Observing;

/// <summary>The identity of a process in its telemetry.</summary>
/// <param name="Role">Its services, <c>gateway</c>, or <c>shop</c>.</param>
/// <param name="NodeName">A name that stays the same over a restart; null for none.</param>
internal sealed record TelemetryResource(string Role, string? NodeName)
{
    private const string Program = "cartwright";
    private const string Embedded = "shop";

    /// <summary>The version of the program.</summary>
    public static string Version { get; } = typeof(TelemetryResource).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Describes the process. OpenTelemetry's variables stand last, and win.</summary>
    public void DescribeTo(ResourceBuilder resource) => resource
        .AddService(
            Role == Embedded ? Program : $"{Program}-{Role.Replace(',', '-')}",
            serviceNamespace: Program,
            serviceVersion: Version,
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: NodeName ?? $"{Environment.MachineName}:{Environment.ProcessId}")
        .AddAttributes([new("cartwright.role", Role)])
        .AddEnvironmentVariableDetector();
}
