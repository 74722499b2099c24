using System.Security.Cryptography;
using System.Text.Json;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The passwords inside of a cluster: random ones, made at its first start, in a file of the supervisor's user.
/// </summary>
internal sealed class ClusterSecrets
{
    public const string Superuser = "postgres";
    public const string Replicator = "replicator";
    public const string Control = "patroni";
    private const int PasswordBytes = 24;

    private readonly Dictionary<string, string> _passwords;

    private ClusterSecrets(Dictionary<string, string> passwords) => _passwords = passwords;

    /// <summary>The name of the password of a user of the brokers.</summary>
    public static string BrokerUser(string name) => $"kafka_{name}";

    public static bool AreIn(ClusterLayout layout) => File.Exists(layout.Files.Secrets);

    /// <summary>Reads them; makes those that are missing.</summary>
    public static async Task<ClusterSecrets> MakeSecretsAsync(
        ClusterLayout layout, IEnumerable<string> services, CancellationToken cancellation)
    {
        var secrets = AreIn(layout) ? LoadSecrets(layout) : new ClusterSecrets([]);
        var ofBrokers = SecuredFiles.BrokerUsers.Append(SecuredFiles.Broker).Select(BrokerUser);
        var ofServices = services.SelectMany(service =>
            (string[])[ClusterDatabase.RoleOf(service), ClusterDatabase.ServingRoleOf(service)]);
        foreach (var name in (string[])[Superuser, Replicator, Control, .. ofServices, .. ofBrokers])
        {
            secrets._passwords.TryAdd(name, RandomNumberGenerator.GetHexString(PasswordBytes * 2, lowercase: true));
        }

        await OwnedFiles.WriteFileAsync(
            layout.Files.Secrets, JsonSerializer.Serialize(secrets._passwords), owner: null, cancellation);
        return secrets;
    }

    /// <exception cref="ClusterFault">They are missing, or not for this user.</exception>
    public static ClusterSecrets LoadSecrets(ClusterLayout layout) => new(layout.Files.ReadSecrets());

    /// <summary>The password of a name.</summary>
    public string SecretOf(string name) => _passwords.TryGetValue(name, out var password)
        ? password
        : throw new ClusterFault($"The cluster has no password of {name}.");
}
