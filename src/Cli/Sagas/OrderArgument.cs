using System.CommandLine;
using System.Globalization;
using Cartwright.CommandLine;
using Cartwright.Domain;

namespace Cartwright.Cli.Sagas;

/// <summary>The argument of a verb about one order.</summary>
internal sealed class OrderArgument
{
    private readonly Argument<string> _order = new("ORDER") { Description = "The number of an order" };

    public void AddTo(Command command) => command.Add(_order);

    /// <summary>The order.</summary>
    /// <exception cref="UsageFault">The text is no number of an order.</exception>
    public OrderId ReadOrder(ParseResult parsed)
    {
        var text = parsed.GetValue(_order)!;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new OrderId(number)
            : throw new UsageFault($"ORDER must be the number of an order, not '{text}'.");
    }
}
