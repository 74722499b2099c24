namespace Cartwright.Kernel;

/// <summary>What a client is told. It leaves only after the commit of what it tells.</summary>
public abstract record Reply;
