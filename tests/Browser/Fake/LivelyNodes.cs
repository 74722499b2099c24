using Cartwright.Admin.Nodes;

namespace Cartwright.Browser.Fake;

/// <summary>The nodes of a cluster with two nodes a role, one of which is away.</summary>
internal sealed class LivelyNodes(TimeProvider time)
{
    private static readonly double[] _bounds = [5, 10, 20, 50, 100, 250, 1_000];
    private readonly long _began = time.GetUtcNow().ToUnixTimeMilliseconds() - 3_723_000;

    public IReadOnlyList<NodeReport> ReadNodes(int parked)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return
        [
            NodeOf("gateway", "gateway", now, []),
            NodeOf("order-1", "service", now, [ServiceOf("order", now, parked: 0)], share: 0.6),
            NodeOf("order-2", "service", now, [ServiceOf("order", now, parked: 0)], share: 0.4),
            NodeOf("payment-1", "service", now, [ServiceOf("payment", now, parked: 0)]),
            NodeOf("stock-1", "service", now, [ServiceOf("stock", now, parked)]),
            new NodeReport
            {
                Name = "http://127.0.0.1:40127", AdminUrl = "http://127.0.0.1:40127", IsReady = false,
                Trouble = "does not answer: connection refused",
            },
        ];
    }

    private NodeReport NodeOf(
        string name, string kind, long now, IReadOnlyList<ServiceReport> services, double share = 0) => new()
        {
            Name = name,
            Kind = kind,
            Url = "http://127.0.0.1:8000",
            AdminUrl = "http://127.0.0.1:9000",
            Version = "0.1.0",
            StartedAt = _began,
            IsReady = true,
            Services = services,
            Settings =
            [
                new SettingReport("lanes", "4", "CARTWRIGHT_LANES"),
                new SettingReport("postgres-order-file", "/run/secrets/order", "--postgres-order-file"),
            ],
            Checkouts = share > 0 ? FiguresOf(now, share) : null,
        };

    // Whole counters that only grow, faster and slower by turns.
    private CheckoutFigures FiguresOf(long now, double share)
    {
        var seconds = (now - _began) / 1_000.0;
        var paid = (long)(share * ((420 * seconds) + (900 * Math.Sin(seconds / 7))));
        return new CheckoutFigures
        {
            At = now,
            Outcomes = new Dictionary<string, long>
            {
                ["paid"] = paid,
                ["out-of-stock"] = (long)(share * ((60 * seconds) + (120 * Math.Sin(seconds / 5)))),
                ["insufficient-credit"] = (long)(share * 11 * seconds),
            },
            Shed = (long)(share * 40 * Math.Clamp(seconds - 3_850, 0, 25)),
            InFlight = (int)(share * (60 + (40 * Math.Sin(seconds / 9)))),
            BoundsMs = _bounds,
            Counts = [paid / 3, paid / 3, paid / 6, paid / 12, paid / 25, paid / 100, paid / 500, paid / 4_000],
        };
    }

    private static ServiceReport ServiceOf(string service, long now, int parked)
    {
        var wave = (Math.Sin(now / 11_000.0) + 1) / 2;
        return new ServiceReport
        {
            Service = service,
            Database = $"127.0.0.1:5432 {service}",
            DatabaseTrouble = service == "payment" ? "The database did not answer within 2 s." : null,
            Waiting = (int)(20 * wave),
            Unconfirmed = (int)(90 * wave),
            OldestUnconfirmedMs = (long)(40 * wave),
            Parked = service == "payment" ? null : parked,
            Unfinished = service == "payment" ? null : 60,
            OldestUnfinishedMs = service == "payment" ? null : 4_000 + (now % 9_000),
            Partitions =
            [
                .. Enumerable.Range(0, 6).Select(partition =>
                    new PartitionReport(partition, partition == 5 ? null : (long)(12 * wave * partition))),
            ],
        };
    }
}
