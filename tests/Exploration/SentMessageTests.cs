using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;
using Cartwright.Exploration.SeededBugs;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// The list of the messages that each service sends to others, compared with those that the services send in the small
/// worlds. Rights at the brokers and the check of senders follow from the list.
/// </summary>
public sealed class SentMessageTests
{
    // These need a client that asks for a price, or states that no run of the protocol reaches.
    private static readonly (string From, Type Message)[] Elsewhere =
        [("order", typeof(QuotePrice)), ("stock", typeof(PriceQuoted)), ("payment", typeof(ReturnStock))];

    /// <summary>A message that is not in the list would be rejected by its receiver.</summary>
    [Fact]
    public void Each_message_to_another_service_is_in_the_list() =>
        Assert.Equal([], Sent(Effort.SmallStatesMax).Except(Listed()));

    /// <summary>One that no service sends would be a right that no service needs.</summary>
    [Fact]
    [Trait("Kind", "Long")]
    public void Each_message_in_the_list_is_sent()
    {
        Assert.SkipWhen(Effort.IsQuick, "TESTS_QUICK: the nearest states alone do not send everything.");
        Assert.Equal([], Listed().Except(Sent(Effort.SmallStatesMax)).Except(Elsewhere));
    }

    [Fact]
    public void The_list_has_each_message_under_its_receiver()
    {
        foreach (var definition in ShopServices.Definitions)
        {
            foreach (var (receiver, messages) in definition.Sends)
            {
                Assert.NotEqual(definition.Role, receiver);
                Assert.All(messages, message =>
                {
                    Assert.True(message.IsAssignableTo(typeof(IRemoteMessage)), message.Name);
                    Assert.Contains(receiver.Name, message.BaseType!.Name, StringComparison.OrdinalIgnoreCase);
                });
            }
        }
    }

    private static HashSet<(string From, Type Message)> Listed() =>
    [
        .. ShopServices.Definitions.SelectMany(definition => definition.Sends.Values
            .SelectMany(messages => messages)
            .Select(message => (definition.Role.Name, message))),
    ];

    private static HashSet<(string From, Type Message)> Sent(int? statesMax)
    {
        HashSet<(string From, Type Message)> sent = [];
        List<IService> services =
        [
            .. ShopServices.All.Select(real => new AlteredService(real, (service, rows, message, now) =>
            {
                var decision = service.Decide(rows, message, now);
                sent.UnionWith(decision.Messages
                    .Where(next => next.To != service.Role)
                    .Select(next => (service.Role.Name, next.GetType())));
                return decision;
            })),
        ];
        foreach (var scenario in Scenarios.Small)
        {
            Explorer.Explore(scenario with { StatesMax = statesMax }, services);
        }

        return sent;
    }
}
