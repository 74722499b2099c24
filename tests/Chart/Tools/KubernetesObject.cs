using System.Diagnostics;
using System.Text.Json;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.Chart.Tools;

/// <summary>An object for an API server, and its problems by its model or its schema.</summary>
internal sealed record KubernetesObject(JsonElement Object, IReadOnlyList<string> Problems)
{
    public string Kind => Object.GetProperty("kind").GetString()!;

    public string Name => Object.GetProperty("metadata").GetProperty("name").GetString()!;

    public JsonElement Spec => Object.GetProperty("spec");

    /// <summary>The pod of a Deployment or a Job; null of other objects.</summary>
    public JsonElement? Pod => Kind is "Deployment" or "Job" ? Spec.GetProperty("template").GetProperty("spec") : null;

    /// <summary>The variables of its container; none of an object without a pod.</summary>
    public IReadOnlyDictionary<string, string> Environment => Containers
        .SelectMany(container => container.GetProperty("env").EnumerateArray())
        .ToDictionary(pair => pair.GetProperty("name").GetString()!, pair => pair.GetProperty("value").GetString()!);

    /// <summary>The keys of secrets that its container has as files.</summary>
    public IReadOnlyList<SecretFile> Files =>
    [
        .. from container in Containers
           from mount in container.GetProperty("volumeMounts").EnumerateArray()
           from volume in Pod!.Value.GetProperty("volumes").EnumerateArray()
           where volume.GetProperty("name").GetString() == mount.GetProperty("name").GetString()
           where volume.TryGetProperty("secret", out _)
           let secret = volume.GetProperty("secret")
           from item in secret.GetProperty("items").EnumerateArray()
           select new SecretFile(
               secret.GetProperty("secretName").GetString()!,
               item.GetProperty("key").GetString()!,
               $"{mount.GetProperty("mountPath").GetString()}/{item.GetProperty("path").GetString()}"),
    ];

    /// <summary>The one container of its pod, or none.</summary>
    public IEnumerable<JsonElement> Containers => Pod?.GetProperty("containers").EnumerateArray() ?? [];

    /// <summary>Reads YAML documents.</summary>
    /// <param name="yaml">The documents.</param>
    /// <param name="schemas">The folder with schemas of kinds without a model; null where there is none.</param>
    public static async Task<IReadOnlyList<KubernetesObject>> ReadAsync(string yaml, string? schemas = null)
    {
        Prerequisites.RequireHelm(CartwrightProgram.Root);
        var script = Path.Combine(CartwrightProgram.Root, "tests", "Chart", "objects.mjs");
        using var process = Process.Start(
            new ProcessStartInfo("node", schemas is null ? [script] : (string[])[script, schemas])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(yaml);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(CartwrightProgram.Patience);
        Assert.True(process.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<List<KubernetesObject>>(await output, JsonSerializerOptions.Web)!;
    }
}

/// <summary>A key of a secret, and the path of its file in the container.</summary>
internal sealed record SecretFile(string Secret, string Key, string Path);
