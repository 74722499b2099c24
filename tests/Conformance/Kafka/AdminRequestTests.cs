using Cartwright.Kafka;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka;

/// <summary>Requests that the Kafka client forgets end all the same.</summary>
public sealed class AdminRequestTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forgotten_request_ends_as_timed_out()
    {
        var forgotten = new TaskCompletionSource<int>().Task;
        var failures = new[]
        {
            await Assert.ThrowsAsync<KafkaException>(() => forgotten.BoundAsync(Cancellation, Limit)),
            await Assert.ThrowsAsync<KafkaException>(() => ((Task)forgotten).BoundAsync(Cancellation, Limit)),
        };
        Assert.All(failures, failure => Assert.Equal(ErrorCode.Local_TimedOut, failure.Error.Code));
    }

    [Fact]
    public async Task An_answer_and_a_failure_are_passed_on()
    {
        Assert.Equal(1, await Task.FromResult(1).BoundAsync(Cancellation, Limit));
        var failed = Task.FromException<int>(new KafkaException(ErrorCode.Local_Transport));
        var failure = await Assert.ThrowsAsync<KafkaException>(() => failed.BoundAsync(Cancellation, Limit));
        Assert.Equal(ErrorCode.Local_Transport, failure.Error.Code);
    }

    [Fact]
    public async Task A_node_that_ends_does_not_wait_for_it()
    {
        var forgotten = new TaskCompletionSource<int>().Task;
        var ended = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forgotten.BoundAsync(ended));
    }
}
