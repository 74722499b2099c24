using System.Text.Json;
using System.Text.Json.Serialization;
using Cartwright.Domain;
using Cartwright.Domain.Views;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Cli.Sagas;

/// <summary>Sagas as JSON: ids as text, times in milliseconds since 1970.</summary>
internal static class SagaJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerOptions.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>One saga, on one line.</summary>
    public static string TextOf(SagaView view) => JsonSerializer.Serialize(SagaOf(view), _options);

    /// <summary>A list of sagas, on one line.</summary>
    public static string TextOf(IEnumerable<SagaView> views) =>
        JsonSerializer.Serialize(views.Select(SagaOf), _options);

    private static object SagaOf(SagaView view) => new
    {
        OrderId = NumberText(view.Id.Value),
        Status = EnumText.TextOf(view.Order.Status),
        UserId = NumberText(view.Order.User.Value),
        Amount = view.Order.Total,
        AttemptId = view.Order.Attempt is { } attempt ? NumberText(attempt.Value) : null,
        Reason = view.Order.Reason?.ToCode(),
        ReasonItem = view.Order.ReasonItem is { } item ? NumberText(item.Value) : null,
        view.Order.UpdatedAt,
        view.Order.Deadline,
        view.Order.Looks,
        NextLook = view.Order.Due,
        view.Now,
        view.IsOpen,
        Checkout = view.Checkout.Select(step => StepOf(view, step)),
        Cancel = view.Cancel.Select(step => StepOf(view, step)),
    };

    private static object StepOf(SagaView view, StepView step) => new
    {
        step.Step.Name,
        Service = step.Service.Name,
        State = JsonNamingPolicy.KebabCaseLower.ConvertName(step.State.ToString()),
        Command = WireNames.NameOf(step.Step.Do(view.Order.AttemptOf(view.Id), [])),
        Undo = step.Step.Undo is { } undo ? WireNames.NameOf(undo(view.Order.AttemptOf(view.Id))) : null,
        step.Record?.Since,
        Reason = step.Record?.Reason?.ToCode(),
        ReasonItem = step.Record?.ReasonItem is { } item ? NumberText(item.Value) : null,
        step.Record?.Place,
        HeldBy = step.Record is { HeldBy.IsEmpty: false } record
            ? record.HeldBy.Select(attempt => NumberText(attempt.Value))
            : null,
        step.Record?.CreditLeft,
    };

    private static string NumberText(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
