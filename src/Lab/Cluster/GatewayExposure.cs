using Cartwright.CommandLine;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The one rule of exposure for a cluster's gateway: an address that other machines can reach needs a secured cluster,
/// or the word <c>--insecure</c> at each start. It is asked before anything starts, because the gateway is the last
/// part.
/// </summary>
internal static class GatewayExposure
{
    /// <summary>The mistake in the options together, as a sentence; null where there is none.</summary>
    public static string? MistakeIn(ClusterOptions options)
    {
        if (options is { IsSecured: true, IsInsecure: true })
        {
            return $"{ClusterUp.InsecureName} does not go with {ClusterUp.SecureName}, which gives nothing up.";
        }

        if (!options.IsSecured && !ListenUrl.IsPlainHttp(options.AskedUrl))
        {
            return $"{ClusterUp.UrlName} {options.AskedUrl} needs {ClusterUp.SecureName}, which makes the certificate; "
                + "a cluster without it has plain HTTP alone.";
        }

        return FactIn(options) is { } fact && !options.IsInsecure
            ? $"{fact} Make the cluster with {ClusterUp.SecureName}, which serves https and asks for a key, or listen "
                + $"on the loopback, or accept it with {ClusterUp.InsecureName}."
            : null;
    }

    /// <summary>What the options give up, as a sentence; null where they give nothing up.</summary>
    public static string? WarningOf(ClusterOptions options) =>
        FactIn(options) is { } fact ? $"{ClusterUp.InsecureName[2..]}: {fact}" : null;

    private static string? FactIn(ClusterOptions options) =>
        options.IsSecured || ThisMachine.IsHost(new Uri(options.AskedUrl).Host)
            ? null
            : $"{ClusterUp.UrlName}: other machines can reach {options.AskedUrl}, which asks for no credentials and is "
                + "not encrypted.";
}
