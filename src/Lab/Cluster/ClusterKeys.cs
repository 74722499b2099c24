using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// Makes the keys by which the parts of a cluster recognise each other, before any of them is started.
/// </summary>
internal static class ClusterKeys
{
    /// <exception cref="ClusterFault">An earlier version made the cluster, and it cannot be closed.</exception>
    public static async Task MakeKeysAsync(ClusterOptions options, ClusterLayout layout, CancellationToken cancellation)
    {
        var isReplicated = options.Servers == DatabaseServers.Replicated;
        if (isReplicated && !ClusterSecrets.AreIn(layout) && Directory.Exists(layout.DataOf(PatroniNode.NameOf(1))))
        {
            throw new ClusterFault(
                $"The cluster in {layout.Root} was made by an earlier version: its database servers ask for no "
                + "password, and change that only when they are made. Take another --data for a new cluster.");
        }

        var secrets = await ClusterSecrets.MakeSecretsAsync(layout, ClusterPlan.Services, cancellation);
        foreach (var service in ClusterPlan.Services)
        {
            var password = secrets.SecretOf(ClusterDatabase.RoleOf(service));
            await OwnedFiles.WriteFileAsync(layout.PasswordOf(service), password, owner: null, cancellation);
        }

        if (options.IsSecured)
        {
            await new SecuredKeys(layout, secrets).MakeKeysAsync(options, TimeProvider.System, cancellation);
        }

        if (isReplicated)
        {
            await new EtcdCertificates(layout).MakeCertificatesAsync(TimeProvider.System, cancellation);
        }
    }
}
