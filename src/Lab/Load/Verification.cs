using Cartwright.CommandLine;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Load;

/// <summary>Whether the shop agrees, after the measuring, with the answers to its clients.</summary>
internal sealed class Verification(LoadOptions options, ProgressLine progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>Whether the books are right, and the notes about them.</returns>
    public async Task<(bool IsRight, IReadOnlyList<string> Notes)> VerifyLoadAsync(
        IReadOnlyList<string> orders, IReadOnlyList<OrderOutcome> outcomes, CancellationToken stop)
    {
        // A stopped measuring is verified all the same; a second stop, while this runs, gives it up.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            stop.IsCancellationRequested ? CancellationToken.None : stop);
        patience.CancelAfter(Patience);
        var books = new ShopReadBack(options, progress);
        try
        {
            var findings = await books.BalanceAsync(orders, outcomes, patience.Token);
            return (findings.Count == 0, books.PaidUnknown == 0
                ? findings
                :
                [
                    .. findings,
                    $"{books.PaidUnknown} orders counted as failed are paid: their answer did not arrive",
                ]);
        }
        catch (Exception fault) when (fault is HttpFault or ShopFault or OperationCanceledException)
        {
            return (false, [$"the books could not be read to the end: {fault.Message}"]);
        }
    }
}
