using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cartwright.Contracts.Documents;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>The boundary values of a parameter: its bounds, the values beyond them, and texts of other types.</summary>
internal static partial class Probes
{
    // Texts that are a number nowhere, or not in every language. Each one has been read as a number by some parser.
    private static readonly string[] OtherTexts =
    [
        " ", " 1", "1 ", "+1", "--1", "-", "-0", "1.5", "1.0", "1,0", "1e3", "0x1", "1_000", "1a", "a1", "null", "true",
        "NaN", "Infinity", "[]", "[1]", "{}", "\"1\"", "1/2", "1\n", "1\t", "\u0661", "\uff11", "1\u200b", "é", "🛒",
        "'", "<b>", "${1}", "%", "1;a=b", "1?a", "1#a", "-1", "-999999999999999999",
    ];

    // Escapes that no library writes.
    private static readonly (string Text, Validity Validity)[] Escapes =
    [
        ("%zz", Validity.Invalid), ("%", Validity.Invalid), ("%FF", Validity.Invalid), ("%C0%B1", Validity.Invalid),
        ("%31%", Validity.Invalid), ("1%00", Validity.NoHttp), (new string('1', 5000), Validity.NoHttp),
    ];

    private static readonly int[] Lengths = [1, 17, 18, 19, 20, 40, 255, 1000];

    /// <summary>Values for a parameter of a path, or of a query.</summary>
    public static IReadOnlyList<Probe> InTarget(ApiParameter parameter)
    {
        var texts = OtherTexts
            .Concat(parameter.IsInteger ? Bounds(parameter) : [])
            .Concat(Lengths.Select(length => new string('9', length)))
            .Concat(["0", "1", "00", "01", "0000000000000000001"]);
        return
        [
            .. texts.Distinct().Select(text => Probe.Escaped(parameter, text)),
            .. Escapes.Select(escape => new Probe(escape.Text, escape.Validity)),
        ];
    }

    /// <summary>Values for a header, each of them one line.</summary>
    public static IReadOnlyList<Probe> InHeader(ApiParameter parameter)
    {
        var max = parameter.Schema["maxLength"]?.GetValue<int>() ?? 255;
        string[] texts =
        [
            "", "a", "\"a\"", "\"\"", "\"", "a,b", "a;b=c", "0", "-1", "1", "0.0", "9.9", "123456789012345678.1",
            "99999999999999999999", "wait=0", "wait=1", "wait=120", "wait=121", "wait=-1", "wait=+1", "wait=1.5",
            "wait=99999999999999999999", "wait=", "wait", "wait=\"1\"", "wait=1;a=b", "WAIT=1", "wait=1, wait=0",
            "respond-async", "respond-async, wait=1", "wait=1, respond-async", "handling=strict", "é", "🛒", "\t",
            new('k', max - 1), new('k', max), new('k', max + 1), new('é', max), new('k', 4000),
        ];
        return [.. texts.Distinct().Select(text => new Probe(text, Judge(parameter, text)))];
    }

    /// <summary>Whether the document allows a text as the value of a parameter.</summary>
    public static Validity Judge(ApiParameter parameter, string text)
    {
        if (!parameter.IsInteger)
        {
            // A field's value has no blanks at its ends (RFC 9110), and quotes may belong to it or not.
            return parameter.In == "header" && (text.Trim() != text || text.Contains('"'))
                ? Validity.Open
                : FindFit(parameter, JsonSerializer.SerializeToElement(text));
        }

        return Integer().IsMatch(text) ? FindFit(parameter, JsonElement.Parse(text))
            : Number().IsMatch(text) ? Validity.Open
            : Validity.Invalid;
    }

    // The end of a pattern is before a last line feed in .NET, and after it in a schema (ECMA-262).
    private static Validity FindFit(ApiParameter parameter, JsonElement value) =>
        SchemaSet.FindErrors(parameter.Check, value).Count == 0
        && !(parameter.Schema["pattern"] is not null && value.GetString()!.EndsWith('\n'))
            ? Validity.Valid
            : Validity.Invalid;

    private static IEnumerable<string> Bounds(ApiParameter parameter) =>
        new[] { "minimum", "maximum" }
            .Select(bound => parameter.Schema[bound])
            .OfType<System.Text.Json.Nodes.JsonNode>()
            .Select(bound => BigInteger.Parse(bound.ToJsonString(), CultureInfo.InvariantCulture))
            .SelectMany(bound => new[] { bound - 1, bound, bound + 1 })
            .Select(value => value.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(0|-?[1-9][0-9]*)\z")]
    private static partial Regex Integer();

    // Numbers of JSON that have no digit after the point are integers, and leading zeros are read by most programs.
    [GeneratedRegex(@"^-?[0-9]+(\.0+)?([eE][0-9]+)?\z")]
    private static partial Regex Number();
}
