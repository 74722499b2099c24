using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Shop;

/// <summary>
/// Whether a node has room for one more attempt in flight. Only the order decides whether a checkout begins an attempt
/// or joins one: a checkout that would begin one without room is dropped before anything has happened.
/// </summary>
/// <param name="room">How many attempts may begin.</param>
internal sealed class CheckoutAdmission(int room) : IAdmission
{
    private int _left = room;

    public bool Admits(Message command, Decision decision) =>
        command is not CheckOutOrder || decision.Changes.Count == 0 || --_left >= 0;
}
