using System.Diagnostics.Metrics;

namespace Cartwright.Engine.Telemetry;

/// <summary>The buckets of histograms.</summary>
public static class MetricBuckets
{
    /// <summary>Of durations, in seconds: from a millisecond to a minute.</summary>
    public static InstrumentAdvice<double> Durations => new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    /// <summary>Of numbers of messages: from one to ten thousand.</summary>
    public static InstrumentAdvice<int> Sizes => new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
    };
}
