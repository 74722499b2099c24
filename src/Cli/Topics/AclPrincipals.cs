using Cartwright.Cli.Composition;
using Cartwright.CommandLine;
using Cartwright.Shop;

namespace Cartwright.Cli.Topics;

/// <summary>How the brokers call each service, by the option <c>--principal</c>.</summary>
internal static class AclPrincipals
{
    private static IEnumerable<string> Services => ShopServices.Roles.Select(role => role.Name);

    /// <summary>The principals to print, by service: each service, and those others that are named.</summary>
    /// <param name="named">Texts such as <c>order=User:order</c>.</param>
    /// <exception cref="UsageFault">A text is malformed.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> named)
    {
        var principals = Services.ToDictionary(name => name, name => $"User:{name}");
        foreach (var text in named)
        {
            var (service, principal) = ParseOne(text);
            principals[service] = principal;
        }

        return principals;
    }

    // A distinguished name of a certificate has equal signs too.
    private static (string Service, string Principal) ParseOne(string text)
    {
        string[] known = [.. Services, BrokerTopics.Topics, BrokerTopics.Events];
        var parts = text.Split('=', 2);
        if (parts is not [var service, var principal] || !known.Contains(service))
        {
            throw new UsageFault(
                $"--principal takes SERVICE=PRINCIPAL, with one of {string.Join(", ", known)}, and not '{text}'.");
        }

        var colon = principal.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < principal.Length - 1 && !principal.Any(char.IsControl)
            ? (service, principal)
            : throw new UsageFault($"'{principal}' is no principal of Kafka: it has the form User:NAME.");
    }
}
