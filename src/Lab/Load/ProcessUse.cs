namespace Cartwright.Lab.Load;

/// <summary>What one process used while measuring.</summary>
internal sealed record ProcessUse(int Pid, string Name, double CpuSeconds, double? CpuUsPerCheckout, double MemoryMb);
