using static Cartwright.Http.Tests.Wire.WireText;

namespace Cartwright.Http.Tests.Wire;

/// <summary>Which path it is: a rule about paths is worth nothing if two programs read them differently.</summary>
internal static class TargetRows
{
    public static IEnumerable<(string Name, WireRow Row)> All => [.. Paths(), .. Forms(), .. Methods()];

    private static IEnumerable<(string, WireRow)> Paths() =>
    [
        ("dots", Reads("/stock/find/../../payment/./find_user/0", 200)),
        ("dots that are escaped", Reads("/stock/%2e%2E/payment/find_user/0", 200)),
        ("dots beyond the root", Reads("/../../../etc/passwd", 404)),
        ("dots beyond the root that are escaped", Reads("/%2e%2e/%2e%2e/%2e%2e/etc/passwd", 404)),
        ("dots that are escaped twice", Reads("/stock/%252e%252e/payment/find_user/0", 404)),
        ("dots with a slash that is escaped", Reads("/stock/..%2fpayment/find_user/0", 404)),
        ("dots with a backslash", Reads("/stock/..\\payment/find_user/0", 404)),
        ("dots in overlong UTF-8", Reads("/stock/%c0%ae%c0%ae/payment/find_user/0", 404)),
        ("dots with a parameter", Reads("/stock/..;/payment/find_user/0", 404)),
        ("dots from health to the admin address", Reads("/healthz/../admin/v1/sagas", 404)),
        ("dots from health to an action", Writes("/healthz/%2e%2e/payment/pay/0/0", 400)),
        ("a slash that is escaped", Reads("/payment%2Ffind_user/0", 404)),
        ("two slashes at the beginning", Reads("//payment/find_user/0", 404)),
        ("two slashes in the middle", Reads("/payment//find_user/0", 404)),
        ("a slash at the end", Reads("/payment/find_user/0/", 200)),
        ("a backslash", Reads("/payment\\find_user\\0", 404)),
        ("a backslash that is escaped", Reads("/payment%5Cfind_user%5C0", 404)),
        ("a zero byte that is escaped", Reads("/payment/find_user/0%00", 400)),
        ("a zero byte before another ending", Reads("/payment/find_user/0%00.css", 400)),
        ("a parameter of a segment", Reads("/payment;a=b/find_user/0", 404)),
        ("a parameter of a number", Reads("/payment/find_user/0;a=b", 400)),
        ("a number that is escaped", Reads("/%70ayment/find_user/%30", 200)),
        ("a number that is escaped twice", Reads("/payment/find_user/%2530", 400)),
        ("a number with a blank that is escaped", Reads("/payment/find_user/0%20", 400)),
        ("a number with a line break that is escaped", Reads("/payment/find_user/0%0d%0aX-Injected:%201", 400)),
        ("a path with a line break that is escaped", Reads("/nothing%0d%0aX-Injected:%201", 404)),
        ("a fragment", Reads("/payment/find_user/0#/stock", 404)),
        ("a query with another path", Reads("/payment/find_user/0?/stock/find/0&path=/admin", 200)),
        ("an escape that is broken", Reads("/payment/find_user/0%2", 400)),
        ("a long target", Reads("/payment/find_user/" + new string('0', 5_000), 414)),
        ("a long query", Reads("/payment/find_user/0?" + new string('a', 5_000), 414)),
    ];

    private static IEnumerable<(string, WireRow)> Forms() =>
    [
        ("the address of this server", Reads($"http://localhost{Target}", 200)),
        ("the address of another server", Reads($"http://other.example{Target}", 400)),
        ("the address of another scheme", Reads($"ftp://localhost{Target}", 400)),
        ("an address with a name before the host", Reads($"http://other.example@localhost{Target}", 200)),
        ("a host and a port", Reads("localhost:80", 405)),
        ("a host and a port to connect to",
            new("404", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n")),
        ("a path to connect to", new("400", Line("CONNECT", Target))),
        ("the whole server", new("404", Line("OPTIONS", "*"))),
        ("the whole server for a GET", Reads("*", 405)),
        ("no slash", Reads("payment/find_user/0", 400)),
        ("nothing", Reads("", 400)),
        ("a blank in the path", Reads("/payment/find_user /0", 400)),
        ("a tab in the path", Reads("/payment/find_user/0\t", 400)),
        ("a byte beyond ASCII", Reads("/payment/find_user/\u00e9", 400)),
        ("a version in small letters", new("505", $"GET {Target} http/1.1\r\n{Host}\r\n{Hidden}")),
        ("a version that does not exist", new("505", $"GET {Target} HTTP/1.2\r\n{Host}\r\n{Hidden}")),
        ("HTTP/0.9", new("400", $"GET {Target}\r\n{Hidden}")),
        ("HTTP/1.0", new("200", $"GET {Target} HTTP/1.0\r\n\r\n{Hidden}")),
        ("HTTP/1.0 of a connection that is kept",
            new("200 200", $"GET {Target} HTTP/1.0\r\n{Host}Connection: keep-alive\r\n\r\n{Last}")),
        ("the preface of HTTP/2", new("", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
        ("an upgrade to HTTP/2", new(
            "200 200",
            $"{Get}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n{Last}")),
        ("an empty line before a request", new("200 200", $"\r\n{Get}\r\n\r\n{Last}")),
        ("a line of blanks before a request", new("400", $"  \r\n{Hidden}")),
    ];

    private static IEnumerable<(string, WireRow)> Methods() =>
    [
        ("a method in small letters", new("400", Line("get", Target))),
        ("an action in small letters", new("400", Line("post", "/payment/add_funds/0/500"))),
        ("an action with one small letter", new("400", Line("PoST", "/payment/add_funds/0/500"))),
        ("an unknown method", new("405", Line("BREW", Target))),
        ("a method with a line break", new("400", $"GE\r\nT {Target} HTTP/1.1\r\n{Host}\r\n{Hidden}")),
        ("a method after a blank", new("400", $" GET {Target} HTTP/1.1\r\n{Host}\r\n{Hidden}")),
    ];

    private static WireRow Reads(string target, int status) => new($"{status}", Line("GET", target));

    private static WireRow Writes(string target, int status) => new($"{status}", Line("POST", target));
}
