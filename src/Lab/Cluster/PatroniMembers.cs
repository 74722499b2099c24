using System.Text.Json;

namespace Cartwright.Lab.Cluster;

/// <summary>One database server, as a Patroni describes it.</summary>
internal sealed record PatroniMember(string Name, string Role, string State, int? Timeline);

/// <summary>One Patroni's report about all of them.</summary>
internal sealed class PatroniMembers(IReadOnlyList<PatroniMember> members)
{
    private const string Leader = "leader";
    private const string SyncStandby = "sync_standby";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks one; the list is empty where it does not answer.</summary>
    public static async Task<PatroniMembers> AskMembersAsync(int controlPort, CancellationToken cancellation)
    {
        using var client = Tool.NewClient(Patience);
        try
        {
            var json = await client.GetStringAsync(new Uri($"http://127.0.0.1:{controlPort}/cluster"), cancellation);
            return ReadMembers(json);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException)
        {
            return new PatroniMembers([]);
        }
    }

    /// <summary>The members in an answer.</summary>
    public static PatroniMembers ReadMembers(string json) =>
        new(JsonSerializer.Deserialize<MemberList>(json, JsonSerializerOptions.Web)?.Members ?? []);

    /// <summary>Whether writes are acknowledged: one leads, and one has all acknowledged writes.</summary>
    public bool TakesWrites => Runs(MemberWithRole(Leader)) && Runs(MemberWithRole(SyncStandby));

    /// <summary>primary, standby or replica; postgres where that is not known.</summary>
    public string RoleOf(string name) => MemberNamed(name)?.Role switch
    {
        Leader => "primary",
        SyncStandby => "standby",
        "replica" => "replica",
        _ => "postgres",
    };

    /// <summary>Whether a server is of use: the primary if it takes writes, another one if it follows it.</summary>
    public bool IsReady(string name) => MemberNamed(name) is { } member
        && Runs(member)
        && (member.Role == Leader ? TakesWrites : member.Timeline == MemberWithRole(Leader)?.Timeline);

    private PatroniMember? MemberNamed(string name) => members.FirstOrDefault(member => member.Name == name);

    private PatroniMember? MemberWithRole(string role) => members.FirstOrDefault(member => member.Role == role);

    private static bool Runs(PatroniMember? member) => member?.State is "running" or "streaming";

    private sealed record MemberList(IReadOnlyList<PatroniMember> Members);
}
