using Cartwright.Kernel;

namespace Cartwright.Engine.Queues;

/// <summary>The Idempotency-Key was given before, with another request; nothing changed.</summary>
public sealed record KeyReused : Reply;
