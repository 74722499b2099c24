using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// Makes the certificates, passwords and API keys of a secured cluster before any part of it is started.
/// </summary>
internal sealed class SecuredKeys(ClusterLayout layout, ClusterSecrets secrets)
{
    private const string OperatorScopes = "orders,payment,stock,reset,operate";

    private readonly SecuredFiles _files = new(layout);

    /// <exception cref="ClusterFault">The cluster was made without protection.</exception>
    public async Task MakeKeysAsync(ClusterOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        if (!File.Exists(_files.AuthorityKey) && Directory.Exists(layout.DataOf(ClusterBrokers.NameOf(1))))
        {
            throw new ClusterFault(
                $"The cluster in {layout.Root} was made without --secure: its brokers know no users. "
                + "Take another --data for a secured cluster.");
        }

        await new SecuredCertificates(_files).MakeAsync(options.Url, clock, cancellation);
        await MakePasswordsAsync(cancellation);
        if (!File.Exists(_files.OperatorKey))
        {
            await MakeApiKeysAsync(cancellation);
        }
    }

    private async Task MakePasswordsAsync(CancellationToken cancellation)
    {
        foreach (var service in ClusterPlan.Services)
        {
            await OwnedFiles.WriteFileAsync(
                _files.ServingPasswordOf(service),
                secrets.SecretOf(ClusterDatabase.ServingRoleOf(service)),
                owner: null,
                cancellation);
        }

        foreach (var user in SecuredFiles.BrokerUsers)
        {
            await OwnedFiles.WriteFileAsync(
                _files.BrokerPasswordOf(user), secrets.SecretOf(ClusterSecrets.BrokerUser(user)), null, cancellation);
        }

        var password = secrets.SecretOf(ClusterSecrets.BrokerUser(ClusterFiles.Operator));
        await OwnedFiles.WriteFileAsync(
            _files.BrokerClient,
            $"""
            security.protocol=SASL_SSL
            sasl.mechanism=SCRAM-SHA-512
            sasl.jaas.config={KafkaProtection.LoginOf(ClusterFiles.Operator, password)}
            ssl.truststore.type=PEM
            ssl.truststore.location={_files.Authority}

            """,
            owner: null,
            cancellation);
    }

    // The program makes them as it does for a user: the key, and the line for the file of the nodes.
    private async Task MakeApiKeysAsync(CancellationToken cancellation)
    {
        var (gateway, ofGateway) = await NewKeyAsync(NodePart.Gateway, "operate", cancellation);
        var (own, ofOperator) = await NewKeyAsync(ClusterFiles.Operator, OperatorScopes, cancellation);
        await OwnedFiles.WriteFileAsync(_files.ApiKeys, $"{ofGateway}\n{ofOperator}\n", owner: null, cancellation);
        await OwnedFiles.WriteFileAsync(_files.GatewayKey, gateway, owner: null, cancellation);
        await OwnedFiles.WriteFileAsync(_files.OperatorKey, own, owner: null, cancellation);
    }

    private static async Task<(string Key, string Line)> NewKeyAsync(
        string name, string scopes, CancellationToken cancellation)
    {
        var output = await Tool.RunToolAsync(
            [.. OwnProgram.Command, "key", "new", name, "--scopes", scopes], cancellation);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var key, var line]
            ? (key, line)
            : throw new ClusterFault("`cartwright key new` has not printed a key and its line.");
    }
}
