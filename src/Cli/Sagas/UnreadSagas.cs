using Cartwright.Admin.Sagas;
using Cartwright.CommandLine;
using Cartwright.Web.Http;

namespace Cartwright.Cli.Sagas;

/// <summary>The parts of the shop that a view of sagas lacks.</summary>
internal static class UnreadSagas
{
    /// <summary>States on standard error that the log does not answer.</summary>
    public static void NameSilentLog(ErrorLines errors) =>
        errors.Note("Kafka does not answer; what waits in the inboxes is unknown.");

    /// <summary>Names them on standard error.</summary>
    /// <returns>The status to end with: a failure where a row is missing from the answer.</returns>
    public static int NameUnread(SagaReader reader, ErrorLines errors)
    {
        foreach (var role in reader.Silent)
        {
            errors.Note($"The database of {role.Name} does not answer; its steps may be unknown.");
        }

        foreach (var key in reader.Unreadable)
        {
            errors.Note($"Row {key} cannot be read.", ProblemCodes.UnreadableRow);
        }

        return reader.Unreadable.Count == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
    }
}
