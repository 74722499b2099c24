using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests;

/// <summary>The names of services: they are stored in databases, used in topics, and exported.</summary>
public sealed class RoleTests
{
    [Fact]
    public void The_shop_has_three_whose_names_are_stored_and_sent() =>
        Assert.Equal(["order", "stock", "payment"], ShopServices.Roles.Select(role => role.Name));

    [Fact]
    public void Two_are_equal_when_their_names_are()
    {
        var read = new Role(string.Concat("or", "der".AsSpan()));
        Assert.True(read == Role.Order);
        Assert.True(read != Role.Stock);
        Assert.True(read.Equals((object)Role.Order));
        Assert.Equal(Role.Order.GetHashCode(), read.GetHashCode());
        Assert.Single(new HashSet<Role> { read, Role.Order });
    }

    [Fact]
    public void Where_people_read_it_the_name_has_a_capital() => Assert.Equal("Payment", $"{Role.Payment}");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Order")]
    [InlineData("2nd")]
    [InlineData("or der")]
    [InlineData("order'")]
    [InlineData("order.stock")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void What_cannot_be_part_of_a_topic_or_a_setting_is_no_name(string? name) =>
        Assert.Throws<FormatException>(() => new Role(name!));

    [Fact]
    public void One_that_was_never_set_is_refused_wherever_it_is_used()
    {
        Role unset = default;
        Assert.Throws<InvalidOperationException>(() => unset.Name);
        Assert.Throws<InvalidOperationException>(() => unset == Role.Order);
        Assert.Throws<InvalidOperationException>(() => Role.Order == unset);
        Assert.Throws<InvalidOperationException>(() => unset.GetHashCode());
        Assert.Throws<InvalidOperationException>(() => unset.ToString());
    }
}
