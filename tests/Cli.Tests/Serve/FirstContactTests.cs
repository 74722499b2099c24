using Cartwright.Cli.Serve;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Tests.Serve;

/// <summary>How long a starting node waits for its dependencies.</summary>
public sealed class FirstContactTests
{
    [Fact]
    public async Task What_does_not_come_is_given_up_with_the_time_that_it_was_waited_for()
    {
        var tries = 0;
        var fault = await Assert.ThrowsAsync<TransientFault>(() => WaitAsync(() =>
        {
            tries++;
            return Task.FromException<int>(new TransientFault("The database does not answer."));
        }));
        Assert.Equal("The database does not answer. It was waited for 60 s.", fault.Message);
        Assert.Equal(121, tries);
    }

    [Fact]
    public async Task What_comes_later_is_taken()
    {
        var tries = 0;
        Assert.Equal(3, await WaitAsync(() => ++tries < 3
            ? Task.FromException<int>(new TransientFault("Not yet."))
            : Task.FromResult(tries)));
    }

    [Fact]
    public async Task What_must_not_be_used_is_not_waited_for()
    {
        var tries = 0;
        await Assert.ThrowsAsync<FatalFault>(() => WaitAsync(() =>
        {
            tries++;
            return Task.FromException<int>(new FatalFault("unfit-server", "There is a pooler."));
        }));
        Assert.Equal(1, tries);
    }

    private static Task<int> WaitAsync(Func<Task<int>> open) =>
        FirstContact.OpenWhenReachableAsync(open, new HastyClock(), TestContext.Current.CancellationToken);
}
