namespace Cartwright.Lab.Load;

/// <summary>The resources that one process used while measuring.</summary>
internal sealed record ProcessUse(int Pid, string Name, double CpuSeconds, double? CpuUsPerCheckout, double MemoryMb);
