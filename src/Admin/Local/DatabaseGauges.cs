using System.Diagnostics.Metrics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>
/// Gauges of the rows in the databases that need attention. No collection waits for a database: each reports the last
/// reading, and begins another one where that is old. A figure that is not known is NaN.
/// </summary>
internal sealed class DatabaseGauges : IDisposable
{
    private const string Status = "cartwright.order.status";
    private const double MillisecondsPerSecond = 1_000;

    private readonly Meter _meter;
    private readonly IReadOnlyList<(Role Role, LatestRows Rows)> _services;

    public DatabaseGauges(LocalNode node, LocalViews views)
    {
        var clock = node.Nodes.Values.First().Engine.Clock;
        _services =
        [
            .. node.Nodes.Keys.Select(role => (role, new LatestRows(
                stop => views.ReadViewsAsync(
                    bound => ServiceRows.CountRows(role, node.Databases[role], bound), stop),
                clock))),
        ];
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = this });
        _meter.CreateObservableGauge(
            "cartwright.database.up",
            () => MeasureEach(rows => rows.HasAnswered is { } has ? has ? 1 : 0 : null),
            "{database}",
            "1 where the last reading of the service's database has succeeded, 0 where it has failed.");
        _meter.CreateObservableGauge(
            "cartwright.parked.size",
            () => MeasureEach(rows => rows.Last?.Parked),
            "{message}",
            "Parked messages in the service's database, up to 20,000.");
        _meter.CreateObservableGauge(
            "cartwright.rows.overdue",
            () => MeasureEach(rows => rows.Last?.Overdue),
            "{row}",
            "Rows that the sweep should have handled ten seconds ago, up to 20,000.");
        _meter.CreateObservableGauge(
            "cartwright.rows.unfinished.age",
            () => MeasureEach(rows => rows.Last is { } last ? (last.OldestMs ?? 0) / MillisecondsPerSecond : null),
            "s",
            "Time since the oldest row with unfinished work has moved, in seconds.");
        _meter.CreateObservableGauge(
            "cartwright.orders.unfinished", MeasureOrders, "{order}", "Orders in flight, by status, up to 20,000.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> MeasureEach(Func<LatestRows, double?> read) =>
        _services.Select(service => new Measurement<double>(
            read(service.Rows.Refreshed()) ?? double.NaN, TagOf(service.Role)));

    private IEnumerable<Measurement<double>> MeasureOrders() =>
        from service in _services
        where service.Role == Role.Order
        let last = service.Rows.Refreshed().Last
        from status in Enum.GetValues<OrderStatus>()
        select new Measurement<double>(
            last?.InFlight.GetValueOrDefault(status) ?? double.NaN,
            TagOf(service.Role),
            new KeyValuePair<string, object?>(Status, EnumText.TextOf(status)));

    private static KeyValuePair<string, object?> TagOf(Role role) => new(TelemetryNames.Service, role.Name);
}
