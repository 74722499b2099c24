using System.CommandLine;

namespace Cartwright.Cli.Sagas;

/// <summary>
/// The verb `saga`: the steps of checkouts and cancellations, done and still to come, from the databases alone, and a
/// push where one waits. It works beside a running shop, and without one.
/// </summary>
public static class SagaCommand
{
    public static Command CreateCommand() =>
        new("saga", "See checkouts and cancellations: the steps done, and those still to come.")
        {
            SagaList.CreateCommand(), SagaShow.CreateCommand(), SagaPush.CreateCommand(),
        };
}
