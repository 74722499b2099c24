using System.Net;

namespace Cartwright.Web.Access;

/// <summary>
/// Under which a caller's requests are counted. The names of API keys are few, and each one counts for itself. Tokens
/// name any number of subjects, and requests without valid credentials come from any number of addresses. Both share
/// slots by a random hash (stochastic fairness queueing, McKenney 1990), so that their number is bounded.
/// </summary>
/// <param name="Kind">The name of an API key, or the kind of a slot.</param>
/// <param name="Slot">The slot; 0 for the name of an API key.</param>
internal readonly record struct CallerBucket(string Kind, int Slot)
{
    /// <summary>The slots of subjects: a flood of one of them meets one in so many others.</summary>
    public const int SubjectSlots = 65_536;

    /// <summary>The slots of addresses.</summary>
    public const int AddressSlots = 4_096;

    // No API key can have these names.
    private const string Subject = TokenCallers.Prefix;
    private const string Address = "";

    /// <summary>That of a caller; of an address, where there is none.</summary>
    public static CallerBucket Of(Caller? caller, IPAddress? address) =>
        caller is null ? new CallerBucket(Address, SlotOf(AddressCounts.AddressOf(address), AddressSlots))
        : caller.Name.StartsWith(TokenCallers.Prefix, StringComparison.Ordinal)
            ? new CallerBucket(Subject, SlotOf(caller.Name, SubjectSlots))
        : new CallerBucket(caller.Name, Slot: 0);

    // The hash differs from process to process: nobody can choose a slot.
    private static int SlotOf(object hashed, int slots) => (int)((uint)hashed.GetHashCode() % (uint)slots);
}
