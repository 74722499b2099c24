using System.Security.Cryptography;
using System.Text;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A migration that a release has is never changed: databases have run it as it was. The list is what `sha256sum`
/// prints, and `sha256sum --check` accepts.
/// </summary>
internal sealed class ReleasedMigrationsRule : IRule
{
    private const string List = "released-migrations.sha256";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        if (tree.Find(List) is not { } list)
        {
            yield break;
        }

        for (var line = 0; line < list.Lines.Count; line++)
        {
            if (list.Lines[line].Split("  ") is not [var hash, var path])
            {
                yield return list.At(line + 1, "not a hash, two spaces and a path");
            }
            else if (tree.Find(path) is not { } file)
            {
                yield return list.At(line + 1, $"{path} was released, and is gone");
            }
            else if (hash != Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text))))
            {
                yield return file.At(1, "it was released, and is not as it was: write another migration");
            }
        }
    }
}
