namespace Cartwright.Faults.Table;

/// <summary>Methods that a path does not have, and paths that are not there.</summary>
internal static class WrongPaths
{
    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO"];

    /// <summary>Every path with the one method that it has.</summary>
    private const string Paths =
        """
        POST | /orders/create/{user}
        POST | /orders/batch_init/1/1/1/1
        GET  | /orders/find/{order}
        POST | /orders/addItem/{order}/{item}/1
        POST | /orders/checkout/{order}
        POST | /orders/cancel/{paid}
        POST | /stock/item/create/1
        POST | /stock/batch_init/1/1/1
        GET  | /stock/find/{item}
        POST | /stock/add/{item}/1
        POST | /stock/subtract/{item}/1
        POST | /payment/create_user
        POST | /payment/batch_init/1/1
        GET  | /payment/find_user/{user}
        POST | /payment/add_funds/{user}/1
        POST | /payment/pay/{user}/1
        GET  | /healthz/live
        GET  | /healthz/ready
        GET  | /healthz/startup
        GET  | /openapi/v1.json
        """;

    private const string Missing =
        """
        GET  | /
        POST | /
        GET  | /orders
        GET  | /orders/
        GET  | /orders/find
        GET  | /orders/find/{order}/lines
        GET  | /order/find/{order}
        GET  | /orders/finds/{order}
        GET  | //orders/find/{order}
        GET  | /orders//find/{order}
        GET  | /orders/find//{order}
        GET  | /orders/find/%2e%2e/{order}
        GET  | /v1/orders/find/{order}
        GET  | /orders%2Ffind%2F{order}
        POST | /orders/create
        POST | /orders/create/{user}/1
        POST | /orders/addItem/{order}/{item}
        POST | /orders/addItem/{order}/{item}/1/1
        POST | /orders/add_item/{order}/{item}/1
        POST | /orders/checkout
        POST | /orders/checkout/{order}/now
        POST | /orders/cancel
        POST | /orders/delete/{order}
        POST | /orders/batch_init/1/1/1
        POST | /orders/batch_init/1/1/1/1/1
        POST | /stock
        GET  | /stock/find
        GET  | /stock/item/{item}
        POST | /stock/item/create
        POST | /stock/item/create/1/1
        POST | /stock/create/1
        POST | /stock/add/{item}
        POST | /stock/add/{item}/1/1
        POST | /stock/add?item_id={item}&amount=1
        POST | /stock/subtract/{item}
        POST | /stock/batch_init/1/1
        GET  | /payment
        POST | /payment/create_user/1
        GET  | /payment/find_user
        GET  | /payment/find/{user}
        POST | /payment/add_funds/{user}
        POST | /payment/add_funds/{user}/1/1
        POST | /payment/pay/{user}
        POST | /payment/cancel/{user}/1
        POST | /payment/batch_init/1
        GET  | /healthz
        GET  | /healthz/lively
        GET  | /openapi
        GET  | /openapi/v2.json
        GET  | /openapi/v1.yaml
        GET  | /favicon.ico
        GET  | /../../etc/passwd
        GET  | /%2e%2e/%2e%2e/etc/passwd
        """;

    /// <summary>Numbers that nobody has, and what an order's state refuses.</summary>
    private const string Refused =
        """
        GET /orders/find/7                    | unknown-order
        GET /stock/find/7                     | unknown-item
        GET /payment/find_user/7              | unknown-user
        GET /ORDERS/FIND/7                    | unknown-order
        GET /Stock/Find/x                     | malformed-number
        GET /stock/find/7/                    | unknown-item
        GET /stock/find/7?item_id={item}      | unknown-item
        POST /orders/addItem/7/7/1            | unknown-item
        POST /orders/addItem/7/{item}/1       | unknown-order
        POST /orders/addItem/{order}/{user}/1 | unknown-item
        POST /orders/addItem/{paid}/{item}/1  | order-paid
        POST /orders/addItem/{order}/{item}/1000000000001 | over-maximum
        POST /orders/checkout/{item}          | unknown-order
        POST /orders/checkout/{empty}         | empty-order
        POST /orders/cancel/{order}           | order-not-paid
        POST /orders/cancel/{empty}           | order-not-paid
        POST /orders/batch_init/10000001/1/1/1 | out-of-range
        POST /orders/batch_init/1/10000001/1/1 | out-of-range
        POST /orders/batch_init/1/1/1/1000000000001 | over-maximum
        POST /stock/item/create/1000000000001 | over-maximum
        POST /stock/add/{user}/1              | unknown-item
        POST /stock/add/{item}/1000000000000001 | over-maximum
        POST /stock/add/{item}/1000000000000000 | over-maximum
        POST /stock/subtract/{item}/10000     | out-of-stock
        POST /stock/batch_init/10000001/1/1   | out-of-range
        POST /stock/batch_init/1/1000000000000001/1 | over-maximum
        POST /stock/batch_init/1/1/1000000000001 | over-maximum
        POST /payment/add_funds/{item}/1      | unknown-user
        POST /payment/add_funds/{user}/1000000000000000 | over-maximum
        POST /payment/pay/{user}/1000000      | insufficient-credit
        POST /payment/batch_init/10000001/1   | out-of-range
        POST /payment/batch_init/1/1000000000000001 | over-maximum
        """;

    public static IEnumerable<BadRequest> All() =>
    [
        .. BadRequest.Rows(Paths).SelectMany(path => Methods
            .Where(method => method != path[0])
            .Select(method => BadRequest.Of($"{method} {path[1]}", "method-not-allowed"))),
        .. BadRequest.Rows(Missing).Select(path => BadRequest.Of($"{path[0]} {path[1]}", "no-such-path")),
        .. BadRequest.Rows(Refused).Select(row => BadRequest.Of(row[0], row[1])),
    ];
}
