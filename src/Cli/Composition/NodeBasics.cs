using Cartwright.Cli.Observing;
using Cartwright.Web.Access;
using Cartwright.Web.Tls;

namespace Cartwright.Cli.Composition;

/// <summary>The parts that every node has.</summary>
/// <param name="Logs">Where its log goes.</param>
/// <param name="Access">The callers that it knows.</param>
/// <param name="Tls">The certificates of its addresses; null where none is encrypted.</param>
/// <param name="Metrics">The metrics that its admin address serves; null without one.</param>
internal sealed record NodeBasics(NodeLogs Logs, AccessControl Access, ProcessTls? Tls, PrometheusMetrics? Metrics);
