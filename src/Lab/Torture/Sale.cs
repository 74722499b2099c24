using Cartwright.Lab.Check;

namespace Cartwright.Lab.Torture;

/// <summary>One order of a client, and the answers about it.</summary>
internal sealed record Sale(string Order, int Client, string Item, int Quantity)
{
    public required CheckoutAnswer Answer { get; init; }

    /// <summary>Whether it was to be cancelled afterwards.</summary>
    public CancelAnswer Cancel { get; init; }

    /// <summary>When the checkout was first asked for, in the crowd's time.</summary>
    public required TimeSpan SentAt { get; init; }

    /// <summary>When it was answered.</summary>
    public required TimeSpan AnsweredAt { get; init; }
}

/// <summary>The answer to a wish to cancel.</summary>
internal enum CancelAnswer
{
    NotAsked,

    Accepted,

    /// <summary>No answer: it may have been accepted.</summary>
    Nothing,
}
