using System.Reflection;
using System.Runtime.InteropServices;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>
/// The part of librdkafka that is a cluster of mock brokers (rdkafka_mock.h, experimental there): the client's own
/// library has it, but its .NET package does not expose it. An error is a number of <c>ErrorCode</c>, 0 for no error; a
/// broker is its number from 1 on, -1 for all.
/// </summary>
internal static class NativeMock
{
    private const string Library = "librdkafka";
    private const DllImportSearchPath Places =
        DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory;

    // The same choice as in the package: which of its builds loads depends on the libraries of the machine.
    private static readonly string[] Builds = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    static NativeMock() => NativeLibrary.SetDllImportResolver(typeof(NativeMock).Assembly, Find);

    /// <summary>The configuration of a client that owns the cluster; null: a copy of the defaults.</summary>
    [DllImport(Library, EntryPoint = "rd_kafka_new", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern nint NewClient(int type, nint configuration, byte[] error, nuint errorLength);

    [DllImport(Library, EntryPoint = "rd_kafka_conf_new", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern nint NewConfiguration();

    [DllImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void SetLog(nint configuration, nint callback);

    [DllImport(Library, EntryPoint = "rd_kafka_destroy", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void DestroyClient(nint client);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_new", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern nint NewCluster(nint client, int brokers);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void DestroyCluster(nint cluster);

    /// <summary>The brokers' addresses, in memory of the cluster.</summary>
    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern nint Addresses(nint cluster);

    /// <summary>The broker that answers for topics; none at first.</summary>
    [DllImport(Library, EntryPoint = "rd_kafka_mock_set_controller_id", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void SetController(nint cluster, int broker);

    /// <summary>How long a new group waits for more members; three seconds by default.</summary>
    [DllImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void SetGroupDelay(nint cluster, int delayMs);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_create", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern int CreateTopic(
        nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicas);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_delete", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern int DeleteTopic(nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void PushErrors(nint cluster, short request, nuint count, int[] errors);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void ClearErrors(nint cluster, short request);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern int SetDown(nint cluster, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern int SetUp(nint cluster, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern int SetLeader(
        nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_coordinator_set", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern int SetCoordinator(
        nint cluster,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string kind,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void TrackRequests(nint cluster);

    /// <summary>An array of the requests so far, to be released with <see cref="DestroyRequests"/>.</summary>
    [DllImport(Library, EntryPoint = "rd_kafka_mock_get_requests", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern nint Requests(nint cluster, out nuint count);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern void DestroyRequests(nint requests, nuint count);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_request_api_key", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(Places)]
    public static extern short KindOf(nint request);

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? places)
    {
        foreach (var build in name == Library ? Builds : [])
        {
            if (NativeLibrary.TryLoad(build, assembly, places, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
