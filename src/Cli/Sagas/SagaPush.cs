using System.CommandLine;
using Cartwright.Cli.Databases;
using Cartwright.Cli.Operators;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Sagas;

/// <summary>
/// The verb `saga push` has the order service look at an order now. Only the time of its next look changes: the service
/// decides by itself which message it repeats.
/// </summary>
internal static class SagaPush
{
    private static readonly DatabaseOptions _databases = new();
    private static readonly OrderArgument _order = new();
    private static readonly ReasonOption _reason = new("Why; it is recorded on standard error", isRequired: true);

    public static Command CreateCommand()
    {
        var command = new Command("push", "Have the order service look at an order now, and repeat its message.");
        _order.AddTo(command);
        _reason.AddTo(command);
        _databases.AddTo(command);
        command.SetAction((parsed, stop) =>
            DatabaseVerb.RunAsync(new ErrorLines(isJson: false), () => PushAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> PushAsync(ParseResult parsed, CancellationToken stop)
    {
        var id = _order.ReadOrder(parsed);
        var reason = _reason.ReadReason(parsed);
        var database = _databases.ReadChoice(parsed).RequireDatabase(Role.Order);
        var count = await AuditLine.RecordAsync(
            "saga push",
            [$"{id.Value}"],
            reason,
            () => database.ChangeAsync(new DatabaseChange.Push(Order.KeyOf(id)), stop));
        if (count == 0)
        {
            Console.Error.WriteLine(RefusalOf(database, id));
            return CommandLineRun.Failure;
        }

        Console.WriteLine($"Order {id.Value} is pushed: the order service looks at it now, or when it starts.");
        return CommandLineRun.Success;
    }

    private static string RefusalOf(IDatabaseAtRest database, OrderId id)
    {
        using var view = database.OpenView();
        var unreadable = false;
        var order = view.Find<Order>(Order.KeyOf(id), (_, _) => unreadable = true);
        return unreadable ? $"The row of order {id.Value} cannot be read."
            : order is null ? $"There is no order {id.Value}."
            : $"Order {id.Value} is {EnumText.TextOf(order.Status)}, and has nothing in flight.";
    }
}
