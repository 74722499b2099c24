using CsCheck;

namespace Cartwright.Domain.Tests.Properties;

/// <summary>All three services, with messages lost, repeated, late and in any order.</summary>
public sealed class ShopPropertyTests
{
    private static readonly Gen<(int Kind, int Pick, int Number)> Choices =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 99], Gen.Int[0, 9_999]);

    // No message of the protocol is impossible, no outcome changes, and from every state that the messages lead to, the
    // sweeps alone end every attempt.
    [Fact]
    public void Whatever_the_network_does_every_checkout_ends_and_nothing_is_left_behind() =>
        Choices.Array[1, 120].Sample(
            choices =>
            {
                var chaos = new Chaos();
                Array.ForEach(choices, chaos.Step);
                chaos.ComeToRest();
            },
            iter: 2_500);
}
