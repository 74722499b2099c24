using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>One word per idea: a name uses the word of the architecture's list, and none of its synonyms.</summary>
internal sealed class WordListRule : IRule
{
    /// <summary>Words that follow each other in a name, and the word to use instead.</summary>
    private static readonly (string[] Words, string Instead)[] Synonyms =
    [
        (["reserve"], "take (stock) or hold (credit)"),
        (["unreserve"], "return (stock) or void (credit)"),
        (["allocate", "stock"], "take"),
        (["release", "stock"], "return"),
        (["release", "credit"], "void"),
        (["release", "hold"], "void"),
        (["rollback", "credit"], "void"),
        (["rollback", "stock"], "return"),
        (["charge"], "capture, or pay"),
        (["debit"], "hold, or pay"),
        (["chargeback"], "refund"),
        (["compensate"], "void, return or refund"),
        (["compensation"], "void, return or refund"),
        (["purchase"], "order"),
        (["basket"], "order"),
        (["cart"], "order"),
        (["customer"], "user"),
        (["buyer"], "user"),
        (["shopper"], "user"),
        (["wallet"], "account"),
        (["product"], "item"),
        (["article"], "item"),
        (["sku"], "item"),
        (["inventory"], "stock"),
        (["order", "item"], "line"),
        (["order", "position"], "line"),
        (["checkout", "id"], "attempt"),
        (["saga", "id"], "attempt"),
        (["dead", "letter"], "parked"),
        (["quarantine"], "parked"),
    ];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src")
        from token in Identifiers.DeclaredIn(file)
        let words = Identifiers.Words(token.Text)
        from synonym in Synonyms
        where Contains(words, synonym.Words)
        select file.At(token, $"{token.Text}: not \"{string.Join(' ', synonym.Words)}\"; we say {synonym.Instead}");

    private static bool Contains(ReadOnlySpan<string> words, ReadOnlySpan<string> wanted) =>
        words.IndexOf(wanted) >= 0;
}
