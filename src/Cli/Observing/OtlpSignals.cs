using System.Globalization;

namespace Cartwright.Cli.Observing;

/// <summary>
/// Which signals are exported, by the standard variables of OpenTelemetry: those that an endpoint is named for, in
/// general or for the one signal, unless they or all of it are turned off.
/// </summary>
/// <param name="Traces">Whether spans are exported.</param>
/// <param name="Metrics">Whether metrics are.</param>
/// <param name="Logs">Whether the log is.</param>
internal readonly record struct OtlpSignals(bool Traces, bool Metrics, bool Logs)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP";

    // Before the name of a signal, or nothing for all of them.
    private static readonly string[] Scopes = [Prefix, Prefix + "_TRACES", Prefix + "_METRICS", Prefix + "_LOGS"];
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off",
        "parentbased_traceidratio",
    ];

    public bool Any => Traces || Metrics || Logs;

    /// <summary>Reads the variables.</summary>
    public static OtlpSignals ReadVariables(Func<string, string?> variable)
    {
        return IsOff(variable) ? default : new(Has("TRACES"), Has("METRICS"), Has("LOGS"));

        bool Has(string signal) =>
            (IsSet($"{Prefix}_ENDPOINT") || IsSet($"{Prefix}_{signal}_ENDPOINT"))
            && variable($"OTEL_{signal}_EXPORTER") is not "none";

        bool IsSet(string name) => !string.IsNullOrEmpty(variable(name));
    }

    /// <summary>
    /// The mistakes in the variables, a sentence each. OpenTelemetry's library would go on with its defaults, and
    /// export nothing, or everything, without a warning.
    /// </summary>
    public static IEnumerable<string> FindMistakes(Func<string, string?> variable)
    {
        if (!ReadVariables(variable).Any)
        {
            return [];
        }

        string?[] mistakes =
        [
            .. Scopes.Select(scope => Check($"{scope}_ENDPOINT", IsUrl, "be an address such as http://collector:4318")),
            .. Scopes.Select(scope => Check($"{scope}_PROTOCOL", Protocols.Contains, OneOf(Protocols))),
            Check("OTEL_TRACES_SAMPLER", Samplers.Contains, OneOf(Samplers)),
            Check("OTEL_TRACES_SAMPLER_ARG", IsRatio, "be a number from 0 to 1"),
        ];
        return mistakes.OfType<string>();

        string? Check(string name, Func<string, bool> isRight, string must) =>
            variable(name) is { Length: > 0 } value && !isRight(value) ? $"{name} must {must}, not '{value}'." : null;
    }

    private static bool IsOff(Func<string, string?> variable) =>
        string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    private static string OneOf(string[] words) => $"be one of {string.Join(", ", words)}";

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsRatio(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
        && ratio is >= 0 and <= 1;
}
