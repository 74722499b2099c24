namespace Cartwright.Faults.Table;

/// <summary>Every place of the interface that takes a number, with what is none, or not one for it.</summary>
internal static class WrongNumbers
{
    /// <summary>
    /// Where a number stands, as {#}; what a zero is refused with there; what the largest number that can be read
    /// is refused with.
    /// </summary>
    private const string Places =
        """
        POST /orders/create/{#}                    | -            | -
        GET /orders/find/{#}                       | -            | unknown-order
        POST /orders/checkout/{#}                  | -            | unknown-order
        POST /orders/cancel/{#}                    | -            | unknown-order
        POST /orders/addItem/{#}/{item}/1          | -            | unknown-order
        POST /orders/addItem/{order}/{#}/1         | -            | unknown-item
        POST /orders/addItem/{order}/{item}/{#}    | out-of-range | over-maximum
        POST /orders/batch_init/{#}/1/1/1          | out-of-range | out-of-range
        POST /orders/batch_init/1/{#}/1/1          | out-of-range | out-of-range
        POST /orders/batch_init/1/1/{#}/1          | out-of-range | out-of-range
        POST /orders/batch_init/1/1/1/{#}          | -            | over-maximum
        POST /stock/item/create/{#}                | -            | over-maximum
        GET /stock/find/{#}                        | -            | unknown-item
        POST /stock/add/{#}/1                      | -            | unknown-item
        POST /stock/add/{item}/{#}                 | out-of-range | over-maximum
        POST /stock/subtract/{#}/1                 | -            | unknown-item
        POST /stock/subtract/{item}/{#}            | out-of-range | out-of-stock
        POST /stock/batch_init/{#}/1/1             | out-of-range | out-of-range
        POST /stock/batch_init/1/{#}/1             | -            | over-maximum
        POST /stock/batch_init/1/1/{#}             | -            | over-maximum
        GET /payment/find_user/{#}                 | -            | unknown-user
        POST /payment/add_funds/{#}/1              | -            | unknown-user
        POST /payment/add_funds/{user}/{#}         | out-of-range | over-maximum
        POST /payment/pay/{#}/1                    | -            | unknown-user
        POST /payment/pay/{user}/{#}               | out-of-range | insufficient-credit
        POST /payment/batch_init/{#}/1             | out-of-range | out-of-range
        POST /payment/batch_init/1/{#}             | -            | over-maximum
        """;

    /// <summary>What is no number, or is one below every range.</summary>
    private const string Texts =
        """
        %20                      | malformed-number
        %09                      | malformed-number
        %201                     | malformed-number
        1%20                     | malformed-number
        1%202                    | malformed-number
        %0A1                     | malformed-number
        1%0D%0A                  | malformed-number
        +1                       | malformed-number
        %2B1                     | malformed-number
        -                        | malformed-number
        --1                      | malformed-number
        -+1                      | malformed-number
        -1                       | out-of-range
        -0                       | out-of-range
        -00                      | out-of-range
        -999999999999999999      | out-of-range
        -1000000000000000000     | malformed-number
        1000000000000000000      | malformed-number
        0000000000000000001      | malformed-number
        9223372036854775807      | malformed-number
        9223372036854775808      | malformed-number
        -9223372036854775808     | malformed-number
        18446744073709551617     | malformed-number
        1.5                      | malformed-number
        1.0                      | malformed-number
        1.                       | malformed-number
        .5                       | malformed-number
        1,5                      | malformed-number
        1_000                    | malformed-number
        1e3                      | malformed-number
        1E0                      | malformed-number
        0x1                      | malformed-number
        0b1                      | malformed-number
        1a                       | malformed-number
        a1                       | malformed-number
        1L                       | malformed-number
        NaN                      | malformed-number
        Infinity                 | malformed-number
        null                     | malformed-number
        true                     | malformed-number
        1%2F2                    | malformed-number
        %2F                      | malformed-number
        %D9%A1                   | malformed-number
        %EF%BC%91                | malformed-number
        %C2%B2                   | malformed-number
        %E2%88%921               | malformed-number
        %FF                      | malformed-number
        %31%zz                   | malformed-number
        %221%22                  | malformed-number
        '1'                      | malformed-number
        [1]                      | malformed-number
        1;2                      | malformed-number
        1%3Bdrop%20table         | malformed-number
        """;

    /// <summary>The largest number that can be read: 18 digits.</summary>
    private const string Largest = "999999999999999999";

    public static IEnumerable<BadRequest> All() =>
        from place in BadRequest.Rows(Places)
        from number in ForPlace(zero: place[1], largest: place[2])
        where number.Code != "-"
        select BadRequest.Of(place[0].Replace("{#}", number.Text, StringComparison.Ordinal), number.Code);

    private static IEnumerable<(string Text, string Code)> ForPlace(string zero, string largest) =>
    [
        .. BadRequest.Rows(Texts).Select(row => (row[0], row[1])),
        ("", "no-such-path"),
        ("0", zero),
        ("000", zero),
        (Largest, largest),
    ];
}
