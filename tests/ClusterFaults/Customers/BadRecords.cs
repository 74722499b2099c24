using System.Text;

namespace Cartwright.ClusterFaults.Customers;

/// <summary> Records that no correct node would write into an inbox: bytes of all kinds, and forged messages about
/// attempts that are unknown or ended otherwise. The number of a record decides its content. </summary>
/// <param name="service">The owner of the inbox.</param>
/// <param name="paid">A paid attempt, as its messages name it.</param>
/// <param name="seed">Chooses the random bytes.</param>
internal sealed class BadRecords(string service, PaidAttempt paid, int seed)
{
    /// <summary>The number of kinds; record n is of kind n modulo this.</summary>
    public const int Kinds = 10;

    /// <summary>The kinds of which each record is parked separately, because no two have the same bytes.</summary>
    public const int KindsKept = 6;

    /// <summary>Numbers of orders and attempts that were never given out.</summary>
    public const long UnknownFirst = 1L << 40;

    public const long UnknownLast = 1L << 41;

    private const int HugeEvery = 50;
    private const int HugeBytes = 900_000;
    private readonly Random _random = new(seed);

    public byte[] Make(int number) => (number % Kinds) switch
    {
        0 => RandomBytes(1 + (number % 300)),
        1 => Truncated(number),
        2 => Text($$"""{"version":2,"messages":[{{Known(number)}}]}"""),
        3 => Envelope(Message("hold-credit.v9", Unknown(number))),
        4 => Envelope(Message(Elsewhere, Unknown(number))),
        5 => number / Kinds % HugeEvery == 0 ? Huge(number) : Text($$"""{"version":1,"messages":[{"x":{{number}}}]}"""),
        6 => Envelope(Message(Unexpected, Unknown(number))),
        7 => Envelope(Message(Unexpected, paid with { Amount = paid.Amount + 1 + number })),
        8 => Envelope(Message(Contrary, paid)),
        _ => Envelope(Message(Unexpected, Unknown(number) with { Amount = -5 })),
    };

    // A correct message in the wrong inbox.
    private string Elsewhere => service == "stock" ? "credit-held.v1" : "cancel-attempt.v1";

    // About an unknown attempt: an unexpected answer, or an undo of a step that never happened.
    private string Unexpected => service switch
    {
        "order" => "stock-refused.v1",
        "stock" => "return-stock.v1",
        _ => "capture-credit.v1",
    };

    // About a paid attempt: messages that cannot follow its payment.
    private string Contrary => service switch
    {
        "order" => "credit-voided.v1",
        "stock" => "cancel-attempt.v1",
        _ => "void-credit.v1",
    };

    private string Known(int number) => Message(Unexpected, Unknown(number));

    private byte[] Truncated(int number)
    {
        var whole = Envelope(Known(number));
        return whole[..(whole.Length - 1 - (number % 40))];
    }

    private byte[] Huge(int number) => Text(
        $$"""{"version":1,"messages":[{"type":"{{new string('x', HugeBytes)}}{{number}}","body":null}]}""");

    private byte[] RandomBytes(int count)
    {
        // Sixteen random bytes more than the count, so that no two records are the same.
        var bytes = new byte[count + 16];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static PaidAttempt Unknown(int number) => new(UnknownFirst + number, UnknownFirst + number, 7, 10);

    private static string Message(string type, PaidAttempt attempt)
    {
        var extra = type switch
        {
            "stock-refused.v1" => ",\"reason\":\"out-of-stock\"",
            "return-stock.v1" => ",\"lines\":[{\"item\":1,\"quantity\":1}]",
            _ => "",
        };
        return $$$"""{"type":"{{{type}}}","body":{"attempt":{{{attempt.Json}}}{{{extra}}}}}""";
    }

    private static byte[] Envelope(string message) => Text($$"""{"version":1,"messages":[{{message}}]}""");

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>An attempt as messages name it.</summary>
internal sealed record PaidAttempt(long Id, long Order, long User, long Amount)
{
    public string Json =>
        $$"""{"id":{{Id}},"order":{{Order}},"user":{{User}},"amount":{{Amount}},"replyTo":0}""";
}
