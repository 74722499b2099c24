using System.Globalization;
using Cartwright.Admin.Sagas;
using Cartwright.Domain.Orders;

namespace Cartwright.AdminConsole.Shown;

/// <summary>The filter in the address of the page of sagas.</summary>
/// <param name="Query">Which orders are listed; null where the filter makes no sense.</param>
/// <param name="Mistake">Why it makes none.</param>
internal sealed record SagaFilter(SagaQuery? Query, string? Mistake)
{
    /// <summary>An order is stuck once it has been unfinished for longer, as in `saga list --stuck`.</summary>
    public const long StuckMs = 120_000;

    private const int PageLimit = 50;

    /// <summary>The choices of a state, with their texts.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
    [
        ("", "unfinished"),
        .. Enum.GetNames<OrderStatus>().Select(name => name.ToLowerInvariant()).Select(name => (name, name)),
    ];

    /// <summary>No filter.</summary>
    public static SagaFilter Unfinished { get; } = new(new SagaQuery { Limit = PageLimit }, Mistake: null);

    public static SagaFilter Of(string? state, bool isStuck, string? user, string? item, string? cursor)
    {
        OrderStatus? status = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (!Enum.TryParse<OrderStatus>(state, ignoreCase: true, out var known) || !Enum.IsDefined(known))
            {
                return new SagaFilter(null, $"There is no state '{state}'.");
            }

            status = known;
        }

        if (!TryNumber(user, out var userId) || !TryNumber(item, out var itemId))
        {
            return new SagaFilter(null, "A user and an item are numbers.");
        }

        return new SagaFilter(
            new SagaQuery
            {
                Status = status,
                OlderThanMs = isStuck ? StuckMs : null,
                User = userId,
                Item = itemId,
                Cursor = string.IsNullOrEmpty(cursor) ? null : cursor,
                Limit = PageLimit,
            },
            Mistake: null);
    }

    private static bool TryNumber(string? text, out long? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isNumber = long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return isNumber;
    }
}
