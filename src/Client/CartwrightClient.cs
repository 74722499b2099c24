namespace Cartwright.Client;

/// <summary>
/// A Cartwright shop over HTTP. Each call that changes something has an <c>Idempotency-Key</c> of its own, which stays
/// the same over its retries, so that it takes effect once. Retries are bounded in number and in time.
/// Safe for concurrent use; one client for a process is enough.
/// </summary>
/// <example>
/// <code>
/// using var shop = new CartwrightClient(new Uri("http://127.0.0.1:8000"));
/// var order = await shop.Orders.CreateOrderAsync(user);
/// await shop.Orders.AddItemAsync(order, item, quantity: 2);
/// var outcome = await shop.Orders.CheckOutOrderAsync(order);
/// </code>
/// </example>
public sealed class CartwrightClient : IDisposable
{
    private readonly RequestSender _sender;

    /// <summary>A client of the shop at an address.</summary>
    /// <param name="url">The address of the shop: of its one process, or of its gateway.</param>
    /// <param name="options">Credentials and bounds; null: the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The address is not absolute, or two bounds contradict each other.
    /// </exception>
    public CartwrightClient(Uri url, CartwrightClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        var bounds = options ?? new CartwrightClientOptions();
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The address of a shop begins with http:// or https://.", nameof(url));
        }

        bounds.Validate();
        _sender = new RequestSender(url, bounds);
        Orders = new OrderCalls(_sender, bounds);
        Stock = new StockCalls(_sender);
        Payment = new PaymentCalls(_sender);
    }

    /// <summary>Orders: make, change, check out, cancel, read.</summary>
    public OrderCalls Orders { get; }

    /// <summary>Items and their stock.</summary>
    public StockCalls Stock { get; }

    /// <summary>Users and their credit.</summary>
    public PaymentCalls Payment { get; }

    /// <summary>Closes the connections, unless the <see cref="HttpClient"/> was given.</summary>
    public void Dispose() => _sender.Dispose();
}
