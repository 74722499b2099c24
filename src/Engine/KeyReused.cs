using Cartwright.Kernel;

namespace Cartwright.Engine;

/// <summary>The Idempotency-Key was given before, with another request; nothing changed.</summary>
public sealed record KeyReused : Reply;
