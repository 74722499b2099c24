namespace Cartwright.Client;

/// <summary>
/// The shop's final "no" to a call: the business rejects it, or the request is wrong. A repeat gets the same answer
/// until the shop's state changes. It is an exception because each call then returns what it is called for, and no
/// rejection can be overlooked. A checkout that fails is no exception: see <see cref="CheckoutOutcome"/>.
/// </summary>
/// <param name="call">The method and the path of the call.</param>
/// <param name="rejection">The code, the status, the detail and the members.</param>
public sealed class ShopRejectionException(string call, ShopRejection rejection)
    : Exception($"{call} was rejected: {rejection}")
{
    /// <summary>The code, the status, the detail and the members.</summary>
    public ShopRejection Rejection => rejection;

    /// <summary>The stable code.</summary>
    public string Code => rejection.Code;
}
