namespace Cartwright.Chart.Tools;

/// <summary>Mistakes in valid objects. A check that cannot find anything would be useless.</summary>
internal static class SeededMistakes
{
    /// <summary>Puts each mistake into the documents by itself, and fails unless its problem is found.</summary>
    /// <param name="yaml">Valid documents.</param>
    /// <param name="mistakes">A text that is there, the text in its place, and a part of the problem.</param>
    /// <param name="schemas">The folder with schemas of kinds without a model; null where there is none.</param>
    public static async Task RequireFoundAsync(
        string yaml, IReadOnlyList<(string Right, string Wrong, string Problem)> mistakes, string? schemas = null)
    {
        Assert.All(mistakes, mistake => Assert.Contains(mistake.Right, yaml, StringComparison.Ordinal));
        var objects = await KubernetesObject.ReadAsync(
            string.Join("\n---\n", mistakes.Select(mistake =>
                yaml.Replace(mistake.Right, mistake.Wrong, StringComparison.Ordinal))),
            schemas);
        foreach (var (mistake, found) in mistakes.Zip(objects.Chunk(objects.Count / mistakes.Count)))
        {
            Assert.Contains(
                mistake.Problem, string.Join('\n', found.SelectMany(one => one.Problems)), StringComparison.Ordinal);
        }
    }
}
