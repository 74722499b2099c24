namespace Cartwright.Http.Tests.BadRequests;

/// <summary>Wrong methods, wrong paths, and right paths at the wrong time.</summary>
internal static class WrongPaths
{
    private static readonly string[] Posts =
    [
        "/orders/create/{user}", "/orders/addItem/{open}/{item}/1", "/orders/checkout/{open}", "/orders/cancel/{paid}",
        "/orders/batch_init/1/1/1/1", "/stock/item/create/1", "/stock/add/{item}/1", "/stock/subtract/{item}/1",
        "/stock/batch_init/1/1/1", "/payment/create_user", "/payment/add_funds/{user}/1", "/payment/pay/{user}/1",
        "/payment/batch_init/1/1",
    ];

    private static readonly string[] Gets =
    [
        "/orders/find/{open}", "/stock/find/{item}", "/payment/find_user/{user}", "/healthz/live", "/healthz/ready",
        "/healthz/startup", "/openapi/v1.json",
    ];

    private static readonly string[] NotThere =
    [
        "/", "/orders", "/orders/", "/stock", "/payment", "/orders/find", "/orders/create", "/order/find/{open}",
        "/v1/orders/find/{open}", "/orders/addItem/{open}/{item}", "/orders/add_item/{open}/{item}/1",
        "/orders//find/{open}", "//orders/find/{open}", "/stock/item/create", "/stock/create/1",
        "/payment/create_user/1", "/payment/find/{user}", "/healthz", "/healthz/dead", "/openapi/v2.json",
        "/favicon.ico", "/robots.txt", "/orders/%66ind", "/orders%2Ffind%2F1", "/%2e%2e/etc/passwd", "/*",
    ];

    // The rejections of the business, by the order's status.
    private static readonly BadRow[] AtTheWrongTime =
    [
        new("POST", "/orders/addItem/{paid}/{item}/1", 409, "order-paid"),
        new("POST", "/orders/addItem/{cancelled}/{item}/1", 409, "order-cancelled"),
        new("POST", "/orders/addItem/{unknown}/{item}/1", 404, "unknown-order"),
        new("POST", "/orders/addItem/{unknown}/{unknown}/1", 404, "unknown-item"),
        new("POST", "/orders/addItem/{open}/{item}/100000000000000", 400, "over-maximum"),
        new("POST", "/orders/checkout/{empty}", 400, "empty-order"),
        new("POST", "/orders/checkout/{cancelled}", 409, "order-cancelled"),
        new("POST", "/orders/cancel/{open}", 409, "order-not-paid"),
        new("POST", "/orders/cancel/{empty}", 409, "order-not-paid"),
        new("POST", "/orders/cancel/{failed}", 409, "order-not-paid"),
        new("POST", "/stock/subtract/{item}/50", 400, "out-of-stock"),
        new("POST", "/stock/subtract/{rare}/1", 400, "out-of-stock"),
        new("POST", "/stock/add/{item}/1000000000000000", 400, "over-maximum"),
        new("POST", "/payment/pay/{user}/1001", 400, "insufficient-credit"),
        new("POST", "/payment/pay/{poor}/1", 400, "insufficient-credit"),
        new("POST", "/payment/add_funds/{user}/1000000000000000", 400, "over-maximum"),
    ];

    public static IEnumerable<BadRow> Rows() =>
    [
        .. from path in Posts
           from method in new[] { "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" }
           select new BadRow(method, path, 405, "method-not-allowed"),
        .. from path in Gets
           from method in new[] { "POST", "PUT", "DELETE", "BREW" }
           select new BadRow(method, path, 405, "method-not-allowed"),
        .. from path in Posts
           select new BadRow("POST", path + "/1", 404, "no-such-path"),
        .. from path in NotThere
           from method in new[] { "GET", "POST" }
           select new BadRow(method, path, 404, "no-such-path"),
        .. AtTheWrongTime,
    ];
}
