using System.Runtime.CompilerServices;

namespace Cartwright.Client;

/// <summary>The orders of one user, read page by page.</summary>
internal sealed class OrderPages(RequestSender sender, string userId, int limit)
{
    /// <summary>The most orders of a page.</summary>
    public const int LimitMax = 100;

    public async IAsyncEnumerable<ShopOrder> ListAsync(
        string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var place = after is null ? "" : $"&after={after}";
            var request = ShopRequest.Get($"/orders/list/{userId}?limit={limit}{place}");
            var page = AnswerReader.ReadPage(await sender.SendAsync(request, cancellation).ConfigureAwait(false));
            foreach (var order in page.Orders)
            {
                yield return order.ToOrder();
            }

            if (page.Next is null)
            {
                yield break;
            }

            after = ShopRequest.Id(page.Next);
        }
    }
}
