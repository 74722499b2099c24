using Cartwright.Lab.Processes;

namespace Cartwright.Cli.Tests;

public sealed class ProcessReadingTests
{
    /// <summary>
    /// Counts user and system time only, without the times of ended children in the fields behind them.
    /// </summary>
    [Theory]
    [InlineData("dotnet")]
    [InlineData("a name) with (all (of it)")]
    public void Cpu_time_is_that_of_the_process_itself_whatever_its_name(string name)
    {
        var stat = $"77 ({name}) S 1 2 3 4 5 6 7 8 9 10 150 25 9999 9999 20 0 8 0 100 4096 3 0";
        var reading = ProcessReading.ParseStat(77, stat);
        Assert.Equal(name, reading.Name);
        Assert.Equal(TimeSpan.FromSeconds(1.75), reading.Cpu);
        Assert.Equal(3 * Environment.SystemPageSize, reading.ResidentBytes);
    }

    [Fact]
    public void A_process_that_does_not_exist_has_no_reading() => Assert.Null(ProcessReading.ReadProcess(int.MaxValue));
}
