using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Support;

/// <summary>The answers that a client has received, once nothing more happens.</summary>
internal static class Outcomes
{
    public static Reply ReplyOf(Task<Answer> answer) => AnswerOf(answer).Reply;

    public static Answer AnswerOf(Task<Answer> answer)
    {
        Assert.True(answer.IsCompleted, "The client is still waiting.");
        return answer.GetAwaiter().GetResult();
    }

    public static void Refused(NotServed why, Task<Answer> answer)
    {
        Assert.True(answer.IsCompleted, "The client is still waiting.");
        Assert.Equal(why, Assert.IsType<NotServedException>(answer.Exception?.InnerException).Why);
    }

    public static void Refused(NotServed why, Func<object> ask) =>
        Assert.Equal(why, Assert.Throws<NotServedException>(ask).Why);
}
