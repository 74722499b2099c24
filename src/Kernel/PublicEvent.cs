namespace Cartwright.Kernel;

/// <summary>A change that is published: it happens with the change, in the same transaction, or not at all.</summary>
public abstract record PublicEvent;
