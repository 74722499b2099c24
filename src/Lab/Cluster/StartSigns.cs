namespace Cartwright.Lab.Cluster;

/// <summary>The signs of work of a part that is not ready yet.</summary>
/// <param name="IsAlive">Whether it has a process, or is about to be started again.</param>
/// <param name="Ends">How often its process has ended since the start.</param>
/// <param name="LogBytes">How long its log is.</param>
/// <param name="Cpu">The CPU time of its process and the descendants.</param>
internal readonly record struct StartSigns(bool IsAlive, int Ends, long LogBytes, TimeSpan Cpu);
