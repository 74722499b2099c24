namespace Cartwright.ClusterFaults.Processes;

/// <summary>The program of the last release, built from its commit, which releases.txt names.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Assembly">Its assembly, as <see cref="CartwrightProgram.Assembly"/> is today's.</param>
internal sealed record ReleasedProgram(string Version, string Assembly)
{
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(15);

    // Once for all tests of a run; a failed build is not repeated.
    private static readonly Lazy<Task<ReleasedProgram>> Latest = new(BuildLastAsync);

    /// <summary>The built program; a build is kept for later runs, in a folder that git ignores.</summary>
    public static Task<ReleasedProgram> GetAsync() => Latest.Value;

    /// <summary>Runs a verb of it to its end.</summary>
    public Task<Ended> RunAsync(params IEnumerable<string> arguments) =>
        CartwrightProgram.RunOtherAsync("dotnet", [Assembly, .. arguments]);

    /// <summary>A word of a command line, with this program in place of another.</summary>
    public string ToToday(string word) => word == Assembly ? CartwrightProgram.Assembly : word;

    private static async Task<ReleasedProgram> BuildLastAsync()
    {
        var words = (await File.ReadAllLinesAsync(Path.Combine(CartwrightProgram.Root, "releases.txt")))
            .Last(line => !line.StartsWith('#')).Split(' ');
        var (version, commit) = (words[0], words[2]);
        var folder = Path.Combine(CartwrightProgram.Root, "artifacts", "releases", $"{version}-{commit}");
        if (!Directory.Exists(folder))
        {
            // A build that broke off must not be taken for a whole one.
            var begun = Directory.CreateDirectory($"{folder}-{Guid.NewGuid():N}").FullName;
            try
            {
                await BuildAsync(version, commit, begun);
                Directory.Move(begun, folder);
            }
            catch
            {
                Directory.Delete(begun, recursive: true);
                throw;
            }
        }

        return new ReleasedProgram(
            version, Path.Combine(folder, "src", "Program", "bin", "Release", "net10.0", "cartwright.dll"));
    }

    private static async Task BuildAsync(string version, string commit, string folder)
    {
        var tar = Path.Combine(folder, "source.tar");
        var archived = await CartwrightProgram.RunOtherAsync(
            "git", "-C", CartwrightProgram.Root, "archive", "--format=tar", "-o", tar, commit);
        Assert.True(
            archived.ExitCode == 0,
            $"Version {version} cannot be built, because this clone lacks its commit {commit}. Fetch the whole "
            + $"history: git fetch --unshallow. {archived.Error}");
        (await CartwrightProgram.RunOtherAsync("tar", "-xf", tar, "-C", folder)).Required();

        // No server of a compiler outlives the build.
        (await CartwrightProgram.RunOtherAsync(
            BuildPatience,
            "dotnet", "build", Path.Combine(folder, "src", "Program", "Program.csproj"), "-c", "Release", "-v", "q",
            "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false")).Required();
    }
}
