using System.Globalization;

namespace Cartwright.Lab.Cluster;

/// <summary>One of the three etcd that agree on which database server leads.</summary>
internal static class EtcdPart
{
    /// <param name="layout">The cluster's directory.</param>
    /// <param name="installed">Where etcd is.</param>
    /// <param name="number">Which one, from 1.</param>
    /// <param name="ports">The client port and the peer port of every etcd.</param>
    public static Part CreatePart(
        ClusterLayout layout, Installation installed, int number, IReadOnlyList<(int Client, int Peer)> ports)
    {
        var (client, peer) = ports[number - 1];
        var data = layout.DataOf(NameOf(number));
        var keys = new EtcdCertificates(layout);
        var members = ports.Select((port, place) => $"{NameOf(place + 1)}={UrlOf(port.Peer)}");
        return new Part
        {
            Name = NameOf(number),
            Role = "etcd",
            Port = client,
            PrepareAsync = cancellation => OwnedFiles.MakeFolderAsync(data, SystemUser.Database, cancellation),

            // The first interface of etcd has to be asked for: Patroni is more reliable with it than with the third.
            Command =
            [
                .. SystemUser.Database.Prefix, installed.Etcd!, "--name", NameOf(number), "--data-dir",
                Path.Combine(data, "member"), "--listen-client-urls", UrlOf(client), "--advertise-client-urls",
                UrlOf(client), "--listen-peer-urls", UrlOf(peer), "--initial-advertise-peer-urls", UrlOf(peer),
                "--initial-cluster", string.Join(',', members), "--initial-cluster-state", "new", "--enable-v2",
                "--heartbeat-interval", "250", "--election-timeout", "2500", "--logger", "zap",
                "--client-cert-auth", "--trusted-ca-file", keys.Authority, "--cert-file", keys.Certificate,
                "--key-file", keys.Key, "--peer-client-cert-auth", "--peer-trusted-ca-file", keys.Authority,
                "--peer-cert-file", keys.Certificate, "--peer-key-file", keys.Key,
            ],
            IsReadyAsync = cancellation => keys.IsWellAsync($"{UrlOf(client)}/health", cancellation),
        };
    }

    private static string NameOf(int number) => $"etcd-{number.ToString(CultureInfo.InvariantCulture)}";

    private static string UrlOf(int port) => $"https://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
}
