using Cartwright.Kernel;

namespace Cartwright.Domain;

/// <summary>
/// The messages that the order service decides: commands, and answers of the other services, which declare them.
/// </summary>
public abstract record OrderMessage : Message
{
    public sealed override Role To => Role.Order;

    public override int? ExpectedAt => (this as IAttemptMessage)?.Attempt.ReplyTo;
}
