using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>Names are written out, and are more specific than "helper".</summary>
internal sealed class AbbreviationRule : IRule
{
    private static readonly HashSet<string> Forbidden =
    [
        "acct", "addr", "amt", "btn", "buf", "cfg", "cmd", "cnt", "conn", "ctx", "dst", "fn", "helper", "helpers",
        "idx", "impl", "mgr", "misc", "msg", "msgs", "num", "obj", "pmt", "prev", "ptr", "qty", "recv", "repo", "req",
        "res", "resp", "ret", "srv", "str", "svc", "tmp", "usr", "util", "utils", "val",
    ];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src")
        from token in Identifiers.DeclaredIn(file)
        from word in Identifiers.Words(token.Text)
        where Forbidden.Contains(word)
        select file.At(token, $"{token.Text}: \"{word}\" is no word; write it out, or say what it does");
}
