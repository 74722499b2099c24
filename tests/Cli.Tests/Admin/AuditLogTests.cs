using System.Diagnostics;
using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Audit;
using Cartwright.Admin.Parked;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Cli.Tests.Admin;

/// <summary>The record of an operator's action.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly FakeLogCollector _lines = new();
    private readonly LoggerFactory _logs = new();

    public AuditLogTests() => _logs.AddProvider(new FakeLoggerProvider(_lines));

    [Theory]
    [InlineData(new[] { "all" }, false, "Ids", "Choice")]
    [InlineData(null, true, "Choice", "Ids")]
    public async Task An_id_is_no_condition(string[]? ids, bool all, string has, string lacks)
    {
        var parked = new AuditedParked(new ParkedDouble(), new AuditLog(_logs));
        var choice = new ParkedChoice { Ids = ids, All = all };
        await parked.DropAsync(choice, new OperatorAction("a test", "the test"), TestContext.Current.CancellationToken);
        Assert.Equal("all", Record().GetProperty(has).GetString());
        Assert.False(Record().TryGetProperty(lacks, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task An_action_has_a_trace_and_its_calls_have_the_same_one(string? traceId)
    {
        string? met = null;
        await new AuditLog(_logs).RecordActionAsync(
            "saga push",
            ["7"],
            new OperatorAction("a test", "the test") { TraceId = traceId },
            () =>
            {
                met = Activity.Current?.TraceId.ToHexString();
                return Task.FromResult(new ActionOutcome(1, []));
            });
        Assert.Equal(traceId ?? met, Record().GetProperty("TraceId").GetString());
        Assert.Equal(traceId is null, met is not null);
    }

    public void Dispose() => _logs.Dispose();

    private JsonElement Record() => JsonDocument.Parse(_lines.GetSnapshot().Single().Message).RootElement;

    private sealed class ParkedDouble : IParkedAdmin
    {
        public Task<ParkedPage> ListAsync(ParkedQuery query, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<ParkedDetail?> FindAsync(string service, string id, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<ActionOutcome> ReplayAsync(
            ParkedChoice choice, OperatorAction action, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<ActionOutcome> DropAsync(
            ParkedChoice choice, OperatorAction action, CancellationToken cancellation) =>
            Task.FromResult(new ActionOutcome(1, []));
    }
}
