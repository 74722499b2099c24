using System.Text.Json;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>The file that a Patroni reads: YAML, of which JSON is a part.</summary>
internal static class PatroniSettings
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true };

    public static string SettingsText(
        PatroniNode node,
        Installation installed,
        IReadOnlyList<int> etcd,
        EtcdCertificates keys,
        ClusterSecrets secrets,
        string databasesFile) =>
        JsonSerializer.Serialize(
            new
            {
                scope = "cartwright",
                name = node.Name,
                restapi = Control(node.ControlPort, secrets),

                // The first interface (this section) and not the third (etcd3): with the third, a leader that was
                // frozen and thawed was seen to take the lead back from its successor, and commits were lost.
                etcd = new
                {
                    hosts = string.Join(',', etcd.Select(port => $"127.0.0.1:{port}")),
                    protocol = "https",
                    cacert = keys.Authority,
                    cert = keys.Certificate,
                    key = keys.Key,
                },
                bootstrap = new
                {
                    dcs = ForAll(),
                    initdb = (object[])
                    [
                        new { auth = "scram-sha-256" }, new { encoding = "UTF8" }, "no-locale", "data-checksums",
                    ],
                    post_bootstrap = string.Join(
                        ' ',
                        Path.Combine(installed.Postgres, "psql"),
                        "-X -q -v ON_ERROR_STOP=1 -f",
                        ShellText.Quoted(databasesFile),
                        "-d"),
                },
                postgresql = new
                {
                    listen = $"127.0.0.1:{node.Port}",
                    connect_address = $"127.0.0.1:{node.Port}",
                    data_dir = node.DatabaseFolder,
                    bin_dir = installed.Postgres,
                    pgpass = Path.Combine(node.Folder, "pgpass"),
                    authentication = new
                    {
                        superuser = Login(ClusterSecrets.Superuser, secrets),
                        replication = Login(ClusterSecrets.Replicator, secrets),
                    },

                    // A new replica does not wait for the primary's next checkpoint, which takes a minute.
                    basebackup = (object[])[new { checkpoint = "fast" }],
                    pg_hba = (string[])
                    [
                        "host all all 127.0.0.1/32 scram-sha-256",
                        $"host replication {ClusterSecrets.Replicator} 127.0.0.1/32 scram-sha-256",
                    ],
                    parameters = new { unix_socket_directories = "" },
                },
                watchdog = new { mode = "off" },
            },
            _readable);

    /// <summary>The services' databases, each with a role that owns nothing else.</summary>
    public static string Databases(IEnumerable<string> services, ClusterSecrets secrets) =>
        string.Concat(services.Select(ClusterDatabase.RoleOf).Select(role => $"""
            CREATE ROLE {role} LOGIN PASSWORD '{secrets.SecretOf(role)}';
            CREATE DATABASE {role} OWNER {role};
            REVOKE CONNECT ON DATABASE {role} FROM PUBLIC;

            """));

    // The settings that all nodes share. Nothing is acknowledged before one standby has it, not even while there is
    // none.
    private static object ForAll() => new
    {
        ttl = 8,
        loop_wait = 1,
        retry_timeout = 3,
        synchronous_mode = true,
        synchronous_mode_strict = true,
        failsafe_mode = true,

        // A primary that has died is not waited for: its recovery takes longer than another one's promotion, which has
        // every acknowledged commit.
        primary_start_timeout = 0,
        postgresql = new { use_pg_rewind = true, use_slots = true, parameters = Parameters() },
    };

    private static Dictionary<string, object> Parameters() => new()
    {
        ["synchronous_commit"] = "on",
        ["wal_log_hints"] = "on",
        ["full_page_writes"] = "on",
        ["max_slot_wal_keep_size"] = "512MB",
        ["max_wal_size"] = "2GB",
        ["max_connections"] = 300,
        ["tcp_user_timeout"] = 3000,
        ["client_connection_check_interval"] = 1000,
        ["wal_sender_timeout"] = 3000,
        ["wal_receiver_timeout"] = 3000,
        ["wal_retrieve_retry_interval"] = 500,
        ["lc_messages"] = "C",
    };

    // The state may be read without a password; a change needs it.
    private static object Control(int port, ClusterSecrets secrets) => new
    {
        listen = $"127.0.0.1:{port}",
        connect_address = $"127.0.0.1:{port}",
        authentication = Login(ClusterSecrets.Control, secrets),
    };

    private static object Login(string name, ClusterSecrets secrets) =>
        new { username = name, password = secrets.SecretOf(name) };
}
