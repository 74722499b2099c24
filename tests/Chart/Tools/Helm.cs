using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.Chart.Tools;

/// <summary>Renders the chart as an operator would, without an API server.</summary>
internal static class Helm
{
    /// <summary>The name of each release.</summary>
    public const string Release = "shop";

    /// <summary>The folder of the chart.</summary>
    public static readonly string Chart = Path.Combine(CartwrightProgram.Root, "deploy", "chart");

    /// <summary>The values of the example.</summary>
    public static readonly string Example = Path.Combine(Chart, "examples", "values.yaml");

    /// <summary>Lints the chart with the values of the example and others, which are YAML.</summary>
    public static Task<Ended> LintAsync(string values = "") =>
        WithValuesAsync(values, files => ["lint", "--strict", "--quiet", Chart, .. files]);

    /// <summary>The result of a rendering that may fail.</summary>
    public static Task<Ended> TemplateAsync(string values = "") =>
        WithValuesAsync(values, files => ["template", Release, Chart, .. files]);

    /// <summary>The objects that the chart makes of the values of the example and others.</summary>
    public static async Task<IReadOnlyList<KubernetesObject>> RenderAsync(string values = "") =>
        await KubernetesObject.ReadAsync((await TemplateAsync(values)).Required().Output);

    /// <summary>Runs Helm or kubectl.</summary>
    public static Task<Ended> RunAsync(string program, params IEnumerable<string> arguments) =>
        CartwrightProgram.RunOtherAsync(
            Path.Combine(Prerequisites.RequireHelm(CartwrightProgram.Root), program, program), arguments);

    private static async Task<Ended> WithValuesAsync(
        string values, Func<IEnumerable<string>, IEnumerable<string>> toArguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, values);
            return await RunAsync("helm", toArguments(["--values", Example, "--values", file]));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
