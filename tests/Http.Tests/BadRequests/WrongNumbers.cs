namespace Cartwright.Http.Tests.BadRequests;

/// <summary>Every number in a path, and every wrong way to write one there.</summary>
internal static class WrongNumbers
{
    // The number under test is {x}; the others are fine.
    private static readonly Place[] Places =
    [
        new("POST", "/orders/create/{x}", Kind.User),
        new("POST", "/orders/addItem/{x}/{item}/1", Kind.Known("unknown-order")),
        new("POST", "/orders/removeItem/{x}/{item}", Kind.Known("unknown-order")),
        new("POST", "/orders/removeItem/{open}/{x}", Kind.Known("unknown-line")),
        new("POST", "/orders/addItem/{open}/{x}/1", Kind.Known("unknown-item")),
        new("POST", "/orders/addItem/{open}/{item}/{x}", Kind.Amount(1_000_000_000_000, "over-maximum")),
        new("POST", "/orders/checkout/{x}", Kind.Known("unknown-order")),
        new("POST", "/orders/cancel/{x}", Kind.Known("unknown-order")),
        new("GET", "/orders/find/{x}", Kind.Known("unknown-order")),
        new("GET", "/orders/list/{x}", Kind.User),
        new("POST", "/orders/batch_init/{x}/1/1/1", Kind.Amount(10_000_000, "out-of-range")),
        new("POST", "/orders/batch_init/1/{x}/1/1", Kind.Amount(10_000_000, "out-of-range")),
        new("POST", "/orders/batch_init/1/1/{x}/1", Kind.Amount(10_000_000, "out-of-range")),
        new("POST", "/orders/batch_init/1/1/1/{x}", Kind.Start(1_000_000_000_000)),
        new("POST", "/stock/item/create/{x}", Kind.Start(1_000_000_000_000)),
        new("GET", "/stock/find/{x}", Kind.Known("unknown-item")),
        new("POST", "/stock/add/{x}/1", Kind.Known("unknown-item")),
        new("POST", "/stock/add/{item}/{x}", Kind.Amount(1_000_000_000_000_000, "over-maximum")),
        new("POST", "/stock/subtract/{x}/1", Kind.Known("unknown-item")),
        new("POST", "/stock/subtract/{item}/{x}", Kind.Amount(1_000_000_000_000_000, "out-of-stock")),
        new("POST", "/stock/batch_init/{x}/1/1", Kind.Amount(10_000_000, "out-of-range")),
        new("POST", "/stock/batch_init/1/{x}/1", Kind.Start(1_000_000_000_000_000)),
        new("POST", "/stock/batch_init/1/1/{x}", Kind.Start(1_000_000_000_000)),
        new("GET", "/payment/find_user/{x}", Kind.Known("unknown-user")),
        new("POST", "/payment/add_funds/{x}/1", Kind.Known("unknown-user")),
        new("POST", "/payment/add_funds/{user}/{x}", Kind.Amount(1_000_000_000_000_000, "over-maximum")),
        new("POST", "/payment/pay/{x}/1", Kind.Known("unknown-user")),
        new("POST", "/payment/pay/{user}/{x}", Kind.Amount(1_000_000_000_000_000, "insufficient-credit")),
        new("POST", "/payment/batch_init/{x}/1", Kind.Amount(10_000_000, "out-of-range")),
        new("POST", "/payment/batch_init/1/{x}", Kind.Start(1_000_000_000_000_000)),
    ];

    // Texts that are not a number in any place.
    private static readonly string[] Malformed =
    [
        "%20", "%201", "1%20", "+1", "%2B1", "--1", "-", "1.5", "1,0", "1e3", "0x1", "1a", "a1", "1_000", "1%2F2",
        "1%0A", "%D9%A1", "%EF%BC%91", "%FF", "NaN", "null", "1234567890123456789", "9223372036854775808",
        "-1234567890123456789", "1;a=b",
    ];

    public static IEnumerable<BadRow> Rows() => Places.SelectMany(RowsOf);

    private static IEnumerable<BadRow> RowsOf(Place place) =>
    [
        .. Malformed.Select(text => place.With(text, 400, "malformed-number")),
        place.With("-1", 400, "out-of-range"),
        place.With("-0", 400, "out-of-range"),
        place.With("-999999999999999999", 400, "out-of-range"),
        place.With("", 404, "no-such-path"),
        place.With("1%00", 400, BadRow.BeforeTheShop),
        .. place.Kind.Rows(place),
    ];

    internal sealed record Place(string Method, string Path, Kind Kind)
    {
        public BadRow With(string text, int status, string code) =>
            new(Method, Path.Replace("{x}", text), status, code);
    }

    /// <summary>The mistakes in a place that can be written as a number.</summary>
    internal sealed record Kind(Func<Place, IEnumerable<BadRow>> Rows)
    {
        /// <summary>An order can be for a user of any number.</summary>
        public static Kind User { get; } = new(_ => []);

        /// <summary>The number must be that of an existing row.</summary>
        public static Kind Known(string code) => new(place =>
        [
            place.With("{unknown}", 404, code), place.With("0", 404, code), place.With("999999999999999999", 404, code),
        ]);

        /// <summary>At least one, and not over a maximum.</summary>
        public static Kind Amount(long maximum, string code) => new(place =>
        [
            place.With("0", 400, "out-of-range"),
            place.With("000", 400, "out-of-range"),
            place.With($"{maximum + 1}", 400, code),
            place.With("999999999999999999", 400, code),
        ]);

        /// <summary>Zero or more, and not over a maximum.</summary>
        public static Kind Start(long maximum) => new(place =>
        [
            place.With($"{maximum + 1}", 400, "over-maximum"), place.With("999999999999999999", 400, "over-maximum"),
        ]);
    }
}
