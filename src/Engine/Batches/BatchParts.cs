using Cartwright.Engine.Clocks;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Waiting;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>The lanes of one engine, and what they share with its timers.</summary>
/// <param name="Services">The services that decide.</param>
/// <param name="Lanes">The lanes.</param>
/// <param name="Skipped">The rows that the sweep leaves out.</param>
/// <param name="Postponed">The commands that wait for a row to change.</param>
internal sealed record BatchParts(Services Services, Lanes Lanes, SkippedRows Skipped, PostponedCommands Postponed)
{
    public static BatchParts Make(
        IReadOnlyList<IService> services,
        IApplication application,
        DeliveryParts delivery,
        ParkedReport parked,
        EngineOptions options,
        EngineReport report,
        NodeTime time)
    {
        var parking = new Parking(application.Wire, options.Shop);
        var rules = new BatchRules(new Services(services, parking), application, parking, options);
        var postponed = new PostponedCommands(options, delivery.Intake, time);
        var skipped = new SkippedRows(time);
        var release = new Release(application, postponed, parked, report, time);
        var lanes = new Lanes(rules, delivery.Intake, delivery.Outbox, skipped, release, report, time);
        return new BatchParts(rules.Services, lanes, skipped, postponed);
    }
}
