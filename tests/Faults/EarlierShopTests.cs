using System.Text.Json;
using Cartwright.Faults.Processes;
using Microsoft.Data.Sqlite;

namespace Cartwright.Faults;

/// <summary>
/// The files that released versions have written, each with the answers that the version gave from it. They never
/// change; a later release gets files of its own beside them.
/// </summary>
public sealed class EarlierShopTests
{
    private static readonly string Golden = Path.Combine(ShopProgram.Root, "tests", "Faults", "Golden");

    public static TheoryData<string> Versions => [.. Files];

    private static IEnumerable<string> Files => Directory.GetFiles(Golden, "*.db")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order();

    /// <summary>Every answer has the members of then, with their values; a stored key has its answer.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_shop_of_a_released_version_goes_on(string version)
    {
        using var folder = new Folder();
        var file = folder.File("cartwright.db");
        File.Copy(Path.Combine(Golden, $"{version}.db"), file);
        await KeepKeysAsync(file);
        await using (var shop = await ShopProcess.StartAsync(folder.Path))
        {
            using var client = new HttpClient { BaseAddress = shop.Url };
            client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
            foreach (var line in File.ReadLines(Path.Combine(Golden, $"{version}.txt")))
            {
                var words = line.Split(' ', 3);
                RequireMembers(words[2], await AskAsync(client, words[0], words[1]));
            }

            Assert.Equal(0, await shop.TerminateAsync(TimeSpan.FromSeconds(60)));
        }

        await ShopProgram.RequireRightBooksAsync(folder.Path);
    }

    [Fact]
    public void Every_release_has_its_file()
    {
        var released = File.ReadLines(Path.Combine(ShopProgram.Root, "releases.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' ')[0]);
        Assert.Equal(released.Order(), Files);
    }

    // GET, or the key of a POST.
    private static async Task<string> AskAsync(HttpClient client, string word, string path)
    {
        using var request = new HttpRequestMessage(word == "GET" ? HttpMethod.Get : HttpMethod.Post, path);
        if (request.Method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", word);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static void RequireMembers(string then, string now)
    {
        using var earlier = JsonDocument.Parse(then);
        using var today = JsonDocument.Parse(now);
        foreach (var member in earlier.RootElement.EnumerateObject())
        {
            Assert.True(today.RootElement.TryGetProperty(member.Name, out var value), $"No {member.Name} in {now}");
            Assert.Equal(member.Value.GetRawText(), value.GetRawText());
        }
    }

    // A key is kept for a day, and these are older; the audit reports one that is kept for longer.
    private static async Task KeepKeysAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "UPDATE idempotency_keys SET due = (CAST(strftime('%s', 'now') AS INTEGER) + 43200) * 1000";
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
