namespace Cartwright.Engine.Tests.Codec;

/// <summary>
/// Elements of an envelope to the stock service that are not messages for it, by the mistake in them.
/// </summary>
internal static class UnreadableMessages
{
    private const string Attempt = """{"id":1,"order":7,"user":3,"amount":20,"replyTo":0}""";
    private const string Body = $$"""{"attempt":{{Attempt}}}""";

    public static Dictionary<string, string> All { get; } =
        Elements().Concat(Bodies()).Concat(Attempts()).Concat(Lines()).ToDictionary();

    public static string Take(string attempt, string lines) =>
        Message("take-stock.v1", $$"""{"attempt":{{attempt}},"lines":{{lines}}}""");

    private static string Message(string type, string body) => $$"""{"type":"{{type}}","body":{{body}}}""";

    private static string Quote(string body) => Message("quote-price.v1", body);

    private static string Cancel(string attempt) => Message("cancel-attempt.v1", $$"""{"attempt":{{attempt}}}""");

    private static Dictionary<string, string> Elements() => new()
    {
        ["null"] = "null",
        ["a number"] = "5",
        ["a text"] = "\"cancel-attempt.v1\"",
        ["a list"] = "[]",
        ["an empty object"] = "{}",
        ["no type"] = """{"body":{}}""",
        ["no body"] = """{"type":"cancel-attempt.v1"}""",
        ["type is null"] = """{"type":null,"body":{}}""",
        ["type is a number"] = """{"type":1,"body":{}}""",
        ["type is half a character"] = """{"type":"\ud800","body":{}}""",
        ["type is a NUL"] = """{"type":"\u0000","body":{}}""",
        ["type in another case"] = Message("Cancel-Attempt.v1", Body),
        ["unknown type"] = Message("burn-stock.v1", Body),
        ["unknown version"] = Message("cancel-attempt.v2", Body),
        ["a reply"] = Message("stock-updated.v1", """{"item":2,"stock":3}"""),
        ["for another service"] = Message("hold-credit.v1", Body),
        ["type twice"] = $$"""{"type":"take-stock.v1","type":"cancel-attempt.v1","body":{{Body}}}""",
        ["body twice"] =
            $$"""{"type":"cancel-attempt.v1","body":{{Body}},"body":{{Body}}}""",
    };

    private static Dictionary<string, string> Bodies() => new()
    {
        ["body is null"] = Message("cancel-attempt.v1", "null"),
        ["body is a number"] = Message("cancel-attempt.v1", "7"),
        ["body is a text"] = Message("cancel-attempt.v1", "\"\""),
        ["body is a list"] = Message("cancel-attempt.v1", "[]"),
        ["body is empty"] = Message("cancel-attempt.v1", "{}"),
        ["attempt twice"] = Message("cancel-attempt.v1", $$"""{"attempt":{{Attempt}},"attempt":{{Attempt}}}"""),
        ["a number as a text"] = Quote("""{"item":2,"replyTo":0,"request":"5"}"""),
        ["a broken number"] = Quote("""{"item":2,"replyTo":0,"request":5.5}"""),
        ["a number beyond 64 bits"] = Quote("""{"item":2,"replyTo":0,"request":9223372036854775808}"""),
        ["a number beyond all"] = Quote("""{"item":2,"replyTo":0,"request":1e999}"""),
        ["true as a number"] = Quote("""{"item":2,"replyTo":0,"request":true}"""),
        ["request missing"] = Quote("""{"item":2,"replyTo":0}"""),
        ["request null"] = Quote("""{"item":2,"replyTo":0,"request":null}"""),
        ["item null"] = Quote("""{"item":null,"replyTo":0,"request":1}"""),
        ["item as a text"] = Quote("""{"item":"2","replyTo":0,"request":1}"""),
        ["item as an object"] = Quote("""{"item":{"value":2},"replyTo":0,"request":1}"""),
        ["item beyond 64 bits"] = Quote("""{"item":-9223372036854775809,"replyTo":0,"request":1}"""),
    };

    private static Dictionary<string, string> Attempts() => new()
    {
        ["attempt null"] = Cancel("null"),
        ["attempt a number"] = Cancel("1"),
        ["attempt empty"] = Cancel("{}"),
        ["id missing"] = Cancel("""{"order":7,"user":3,"amount":20,"replyTo":0}"""),
        ["id null"] = Cancel("""{"id":null,"order":7,"user":3,"amount":20,"replyTo":0}"""),
        ["id as a text"] = Cancel("""{"id":"1","order":7,"user":3,"amount":20,"replyTo":0}"""),
        ["id twice"] = Cancel("""{"id":1,"id":2,"order":7,"user":3,"amount":20,"replyTo":0}"""),
        ["order missing"] = Cancel("""{"id":1,"user":3,"amount":20,"replyTo":0}"""),
        ["user missing"] = Cancel("""{"id":1,"order":7,"amount":20,"replyTo":0}"""),
        ["amount missing in the attempt"] = Cancel("""{"id":1,"order":7,"user":3,"replyTo":0}"""),
        ["partition missing"] = Cancel("""{"id":1,"order":7,"user":3,"amount":20}"""),
        ["partition beyond 32 bits"] = Cancel("""{"id":1,"order":7,"user":3,"amount":20,"replyTo":2147483648}"""),
    };

    private static Dictionary<string, string> Lines() => new()
    {
        ["lines missing"] = Message("take-stock.v1", Body),
        ["lines null"] = Take(Attempt, "null"),
        ["lines an object"] = Take(Attempt, "{}"),
        ["a line is null"] = Take(Attempt, "[null]"),
        ["a line is a list"] = Take(Attempt, "[[2,5]]"),
        ["a line is empty"] = Take(Attempt, "[{}]"),
        ["a line without an item"] = Take(Attempt, """[{"quantity":5}]"""),
        ["a line without a quantity"] = Take(Attempt, """[{"item":2,"quantity":5},{"item":2}]"""),
        ["a quantity as a text"] = Take(Attempt, """[{"item":2,"quantity":"5"}]"""),
        ["a quantity twice"] = Take(Attempt, """[{"item":2,"quantity":5,"quantity":6}]"""),
        ["lines too deep"] = Take(Attempt, """[[[[[[[[[1]]]]]]]]]"""),
    };
}
