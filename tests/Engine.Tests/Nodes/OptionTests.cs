using Cartwright.Engine.Tests.Support;
using Cartwright.Shop.Options;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>An option outside its bounds is rejected by name when the engine is created.</summary>
public sealed class OptionTests
{
    public static TheoryData<string> Bounds =>
    [
        .. typeof(NodeOptions).GetProperties()
            .Where(p => p.PropertyType.IsPrimitive && p.PropertyType != typeof(bool))
            .Select(p => p.Name),
    ];

    [Theory]
    [MemberData(nameof(Bounds))]
    public void A_bound_must_be_positive(string name)
    {
        foreach (var value in (long[])[0, -1])
        {
            var property = typeof(NodeOptions).GetProperty(name)!;
            var options = TestNode.Local with { };
            property.SetValue(options, Convert.ChangeType(value, property.PropertyType, provider: null));
            Assert.Equal(name, Assert.Throws<ArgumentException>(options.Validate).ParamName);
            Assert.Throws<ArgumentException>(() => new TestNode(options));
        }
    }

    [Fact]
    public void Deciding_locally_needs_one_lane() =>
        Assert.Equal(
            nameof(NodeOptions.Lanes),
            Assert.Throws<ArgumentException>((TestNode.Local with { Lanes = 2 }).Validate).ParamName);

    [Fact]
    public void The_defaults_are_valid()
    {
        new NodeOptions { DecidesLocally = true }.Validate();
        new NodeOptions { DecidesLocally = false }.Validate();
        (TestNode.Apart with { Lanes = 4 }).Validate();
    }
}
