using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Shop.Wire;

/// <summary>
/// The names by which messages and replies are stored and sent. A name ends in its version; a body that changes
/// its meaning gets a new one, and the old one is still read.
/// </summary>
public static class WireNames
{
    private static readonly Type[] Types =
    [
        typeof(CreateOrder), typeof(AddLine), typeof(CheckOutOrder), typeof(CancelOrder), typeof(InspectOrders),
        typeof(InitOrders), typeof(SweepOrder), typeof(AskOutcome), typeof(CreditHeld), typeof(CreditDeclined),
        typeof(CreditVoided), typeof(CreditRefunded), typeof(StockTaken), typeof(StockRefused),
        typeof(StockReturned), typeof(CreateItem), typeof(AddStock), typeof(SubtractStock), typeof(InitItems),
        typeof(TakeStock), typeof(CancelAttempt), typeof(ReturnStock), typeof(CreateUser), typeof(AddFunds),
        typeof(Pay), typeof(InitUsers), typeof(HoldCredit), typeof(CaptureCredit), typeof(VoidCredit),
        typeof(RefundCredit), typeof(SweepAccount), typeof(Rejected), typeof(OrderCreated), typeof(LineAdded),
        typeof(AttemptAccepted), typeof(CancelAccepted), typeof(ItemCreated), typeof(StockUpdated),
        typeof(UserCreated), typeof(CreditUpdated), typeof(InitDone), typeof(AskPrice), typeof(PriceQuoted),
        typeof(QuotePrice), typeof(PriceAsked), typeof(PriceTold), typeof(ReturnTaken),
        typeof(PushOrder), typeof(OrderPushed), typeof(RemoveLine), typeof(LineRemoved),
    ];

    private static readonly FrozenDictionary<Type, string> Names =
        Types.ToFrozenDictionary(type => type, type => Kebab(type.Name) + ".v1");

    private static readonly FrozenDictionary<string, JsonTypeInfo> Infos =
        Types.ToFrozenDictionary(type => Names[type], type => DomainJson.Default.GetTypeInfo(type)!);

    private static readonly FrozenDictionary<string, JsonTypeInfo> RemoteInfos =
        Infos.Where(entry => entry.Value.Type.IsAssignableTo(typeof(IRemoteMessage))).ToFrozenDictionary();

    /// <summary>The name of a message or reply.</summary>
    public static string NameOf(object value) => NameOf(value.GetType());

    /// <summary>The name of the messages or replies of a type.</summary>
    public static string NameOf(Type type) => Names[type];

    /// <summary>How the body under a name is read and written; null for an unknown name.</summary>
    public static JsonTypeInfo? FindType(string? name) =>
        name is not null && Infos.TryGetValue(name, out var info) ? info : null;

    /// <summary>The same for a message that travels between nodes; null for every other name.</summary>
    public static JsonTypeInfo? FindRemote(string? name) =>
        name is not null && RemoteInfos.TryGetValue(name, out var info) ? info : null;

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
