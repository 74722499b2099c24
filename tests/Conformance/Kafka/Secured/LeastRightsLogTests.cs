using Cartwright.Conformance.Log;
using Cartwright.Conformance.Servers;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>The suite with a principal for each service, which has the rights that are printed and no other.</summary>
[Trait("Kind", "Campaign")]
public sealed class LeastRightsLogTests(SecuredBroker secured) : LogConformance, IClassFixture<SecuredBroker>
{
    protected override ILogBench Open()
    {
        Prerequisites.RequireKafka();
        return new ServicePrincipals(secured);
    }
}
