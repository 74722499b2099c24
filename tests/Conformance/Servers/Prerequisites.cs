namespace Cartwright.Conformance.Servers;

/// <summary>
/// The programs that some tests need on the machine. If one is missing, the tests are skipped, with a reason that names
/// the way to get it. They fail on a build machine (CI=true), and if a variable promises the program.
/// </summary>
internal static class Prerequisites
{
    private const string Everything = "scripts/install-cluster.sh";
    private const string Failover = "scripts/install-cluster.sh --ha";
    private const string Pooler = "scripts/install-cluster.sh pooler";
    private const string PoolerOfDebian = "/usr/sbin/pgbouncer";
    private const string Linters = "scripts/install-linters.sh";
    private const string Languages = "scripts/install-languages.sh";
    private const string Browser = "scripts/install-browser.sh";
    private const string Generators = "scripts/install-generators.sh";
    private const string Chart = "scripts/install-chart.sh";
    private const string Metrics = "scripts/install-prometheus.sh";
    private const string Debian = "/usr/lib/postgresql";
    private const int PostgresVersionMin = 15;

    /// <summary>Whether there is a PostgreSQL. For fixtures, which cannot be skipped.</summary>
    public static bool HasPostgres => FindPostgres() is not null;

    /// <summary>Whether there is a Kafka, and a Java to run it. For fixtures.</summary>
    public static bool HasKafka => IsKafka(KafkaHome) && Machine.FindOnPath("java") is not null;

    private static string? KafkaHome => Environment.GetEnvironmentVariable("KAFKA_HOME");

    /// <summary>The folder of an Apache Kafka, with a Java to run it.</summary>
    public static string RequireKafka()
    {
        var home = KafkaHome;
        var isThere = IsKafka(home);
        Assert.True(isThere || home is null, $"KAFKA_HOME is '{home}', but no Apache Kafka is there.");
        Require(isThere, "Apache Kafka, in the folder that KAFKA_HOME names", Everything);
        Require(Machine.FindOnPath("java") is not null, "Java", Everything);
        return home!;
    }

    /// <summary>The folder of PostgreSQL's programs.</summary>
    public static string RequirePostgres()
    {
        var programs = FindPostgres();
        Require(programs is not null, $"PostgreSQL {PostgresVersionMin} or later", Everything);
        return programs!;
    }

    /// <summary>A server of a fixture, started if the machine has its program.</summary>
    public static T Postgres<T>(T? started)
        where T : class
    {
        RequirePostgres();
        return started ?? throw new InvalidOperationException("PostgreSQL is here, and its server was not started.");
    }

    /// <summary>The program of PgBouncer.</summary>
    public static string RequirePooler()
    {
        var program = Machine.FindOnPath("pgbouncer") ?? (File.Exists(PoolerOfDebian) ? PoolerOfDebian : null);
        Require(program is not null, "PgBouncer", Pooler);
        return program!;
    }

    /// <summary>Everything that <c>cartwright cluster up</c> starts.</summary>
    public static void RequireCluster(bool isReplicated)
    {
        RequirePostgres();
        RequireKafka();
        if (isReplicated)
        {
            Require(Machine.FindOnPath("etcd") is not null, "etcd", Failover);
            Require(Machine.FindOnPath("patroni") is not null, "Patroni", Failover);
        }
    }

    /// <summary>A linter of scripts or settings.</summary>
    public static void RequireLinter(string program) =>
        Require(Machine.FindOnPath(program) is not null, program, Linters);

    /// <summary>A program of Prometheus.</summary>
    public static string RequirePrometheus(string program)
    {
        var path = Machine.FindOnPath(program);
        Require(path is not null, program, Metrics);
        return path!;
    }

    /// <summary>A program that a restore of the tests has fetched.</summary>
    public static void RequirePackage(string program, string name) =>
        Require(File.Exists(program), name, "dotnet restore");

    /// <summary>The program of Chromium.</summary>
    public static string RequireChromium()
    {
        var program = Machine.FindOnPath("chromium");
        Require(program is not null, "Chromium", Browser);
        return program!;
    }

    /// <summary>A program of a Node.js package in the folder that has the list of packages.</summary>
    public static string RequireNodeProgram(string folder, string program)
    {
        Require(Machine.FindOnPath("node") is not null, "Node.js", Generators);
        var path = Path.Combine(folder, "node_modules/.bin", program);
        Require(File.Exists(path), program, Generators);
        return path;
    }

    /// <summary>A .NET tool of a manifest; whether it is restored, only a run of it shows.</summary>
    public static void RequireTool(string tool, bool isRestored) =>
        Require(isRestored, $"the .NET tool {tool}", Generators);

    /// <summary>The program of Python.</summary>
    public static string RequirePython()
    {
        var program = Machine.FindOnPath("python3");
        Require(program is not null, "Python", Languages);
        return program!;
    }

    /// <summary>Node, and the packages of <c>tests/Node</c>. Returns that folder.</summary>
    /// <param name="root">The repository.</param>
    public static string RequireNode(string root)
    {
        var folder = Path.Combine(root, "tests", "Node");
        var wanted = Path.Combine(folder, "package-lock.json");
        var installed = Path.Combine(folder, "node_modules", "installed-package-lock.json");
        Require(Machine.FindOnPath("node") is not null, "Node", Languages);
        Require(
            File.Exists(installed) && File.ReadAllText(installed) == File.ReadAllText(wanted),
            "the packages of tests/Node",
            Languages);
        return folder;
    }

    /// <summary>Helm, kubectl, and the packages of <c>tests/Chart</c>. Returns the folder of both programs.</summary>
    /// <param name="root">The repository.</param>
    public static string RequireHelm(string root)
    {
        var folder = Path.Combine(root, "tests", "Chart");
        var wanted = Path.Combine(folder, "package-lock.json");
        var installed = Path.Combine(folder, "node_modules", "installed-package-lock.json");
        Require(
            File.Exists(installed) && File.ReadAllText(installed) == File.ReadAllText(wanted),
            "Helm, kubectl and the packages of tests/Chart",
            Chart);
        return Path.Combine(folder, "node_modules", ".kubernetes");
    }

    /// <summary>
    /// The folder with the CustomResourceDefinitions of CloudNativePG and Strimzi, as these projects publish them.
    /// </summary>
    public static string RequireDefinitions()
    {
        var folder = Environment.GetEnvironmentVariable("CRD_FOLDER");
        Require(
            Directory.Exists(folder),
            "the definitions of CloudNativePG and Strimzi, in the folder that CRD_FOLDER names",
            "docs/TESTING.md says which; no script");
        return folder!;
    }

    private static void Require(bool isThere, string what, string command)
    {
        if (isThere)
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing(what, command));
        Assert.Skip(Missing(what, command));
    }

    private static string Missing(string what, string command) => $"This needs {what}: {command} installs it.";

    private static string? FindPostgres()
    {
        var newest = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian)
                .Where(folder => int.TryParse(Path.GetFileName(folder), out var version)
                    && version >= PostgresVersionMin)
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder)))
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
        return newest ?? Path.GetDirectoryName(Machine.FindOnPath("initdb"));
    }

    private static bool IsKafka(string? home) =>
        home is not null && File.Exists(Path.Combine(home, "bin", "kafka-server-start.sh"));
}
