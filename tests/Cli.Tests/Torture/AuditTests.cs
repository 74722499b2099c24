using Cartwright.Lab.Torture;

namespace Cartwright.Cli.Tests.Torture;

/// <summary>The fields of the verdict of `verify --json` that `torture` reads.</summary>
public sealed class AuditTests
{
    [Fact]
    public void Wrong_books_are_a_verdict()
    {
        var audit = Audit.ReadReport(
            """{"parked":2,"errors":1,"first_errors":["a"],"unfinished":1,"first_unfinished":["b"]}""",
            "WRONG: a");
        Assert.Equal(2, audit.Parked);
        Assert.Equal(["a"], audit.FirstErrors);
        Assert.Equal(["b"], audit.FirstUnfinished);
    }

    [Fact]
    public void Without_a_verdict_there_is_a_reason()
    {
        var fault = Assert.Throws<AuditFault>(() => Audit.ReadReport(string.Empty, "The database does not answer.\n"));
        Assert.Equal("The database does not answer.", fault.Message);
    }
}
