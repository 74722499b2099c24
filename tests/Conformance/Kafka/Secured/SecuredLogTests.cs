using Cartwright.Conformance.Log;
using Cartwright.Conformance.Servers;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>
/// The suite over TLS with a name, a password and rights. The credentials and their rotation are tested in every run;
/// what the suite holds is the same code behind them.
/// </summary>
[Trait("Kind", "Campaign")]
public sealed class SecuredLogTests(SecuredBroker secured) : LogConformance, IClassFixture<SecuredBroker>
{
    protected override ILogBench Open()
    {
        Prerequisites.RequireKafka();
        return new KafkaBench(Task.FromResult<IBrokers>(secured.Broker));
    }
}
