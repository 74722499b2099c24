namespace Cartwright.ClusterFaults.Processes;

/// <summary>A user of the machine without any right in the cluster; only root can act as one.</summary>
internal static class OtherUser
{
    private static readonly string[] _asNobody = ["--reuid=nobody", "--regid=65534", "--clear-groups", "--"];

    public static void RequireRoot() => Assert.SkipUnless(
        Environment.UserName == "root", "Only root can act as another user, and only root has parts run as others.");

    public static Task<Ended> RunAsync(params IEnumerable<string> command) =>
        CartwrightProgram.RunOtherAsync("setpriv", [.. _asNobody, .. command]);

    /// <summary>The number of a file's owner.</summary>
    public static async Task<string> OfFileAsync(string path) =>
        (await CartwrightProgram.RunOtherAsync("stat", "-c", "%u", path)).Required().Output.Trim();

    /// <summary>The number of the user of a process.</summary>
    public static Task<string> OfProcessAsync(string process) => OfFileAsync(process);
}
