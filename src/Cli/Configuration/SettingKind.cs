using System.Globalization;
using Cartwright.CommandLine;
using Cartwright.Web.Gateway;

namespace Cartwright.Cli.Configuration;

/// <summary>The kind of a setting's values.</summary>
/// <param name="Shown">The placeholder for it in help and tables.</param>
/// <param name="Mistake">
/// The mistake in a text, as the rest of a sentence that begins with the setting; null where there is none. It does not
/// repeat a text that could be a secret.
/// </param>
internal sealed record SettingKind(string Shown, Func<string, string?> Mistake)
{
    private const int PrefixMax = 100;
    private const string True = "true";
    private const string False = "false";

    /// <summary>On or off; the option alone means on.</summary>
    public static SettingKind Switch { get; } = OneOf(True, False) with { Shown = $"{True}|{False}" };

    /// <summary>Any text that has one in it.</summary>
    public static SettingKind AnyText(string shown) => new(
        shown,
        text => string.IsNullOrWhiteSpace(text) ? $"takes {shown}, not an empty text"
            : text.Contains('\0') ? $"takes {shown}, without the character 0"
            : null);

    /// <summary>The path of a file that this process can read.</summary>
    public static SettingKind ReadableFile { get; } = new(
        "FILE", text => AnyText("the path of a file").Mistake(text) ?? MistakeInFile(text));

    /// <summary>Some texts, with commas between them.</summary>
    public static SettingKind ListOfTexts(string shown) => new(
        shown, text => SplitList(text).Count == 0 ? $"takes {shown}, not an empty list" : null);

    /// <summary>
    /// The beginning of topics' names: of characters that Kafka accepts in one, and short enough for the rest of the
    /// name.
    /// </summary>
    public static SettingKind TopicPrefix { get; } = new(
        "NAME",
        text => text.Length is > 0 and <= PrefixMax
            && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.')
                ? null
                : $"takes 1 to {PrefixMax} of the letters a to z and A to Z, digits, and - _ .");

    /// <summary>A whole number within bounds.</summary>
    public static SettingKind WholeNumber(int min, int max) => new(
        $"{min}…{max}",
        text => TryParse(text, out var number) && number >= min && number <= max
            ? null
            : $"must be a whole number from {min} to {max}, not '{text}'");

    /// <summary>One of a few words.</summary>
    public static SettingKind OneOf(params IReadOnlyList<string> words) => new(
        string.Join('|', words),
        text => words.Contains(text) ? null : $"'{text}' is unknown; known are: {string.Join(", ", words)}");

    /// <summary>Some of a few words, with commas between them.</summary>
    public static SettingKind SomeOf(string shown, params IReadOnlyList<string> words) => new(
        shown,
        text => ListOfTexts(shown).Mistake(text) ?? (SplitList(text).Find(word => !words.Contains(word)) is { } unknown
            ? $"'{unknown}' is unknown; known are: {string.Join(", ", words)}"
            : null));

    /// <summary>One address that can be listened on.</summary>
    public static SettingKind Url { get; } = new("URL", ListenUrl.MistakeIn);

    /// <summary>One address that can be listened on in the clear.</summary>
    public static SettingKind ClearUrl { get; } = new(
        "URL",
        text => ListenUrl.MistakeIn(text) ?? (ListenUrl.IsPlainHttp(text)
            ? null
            : $"takes an address of plain HTTP, such as http://127.0.0.1:8090, not '{text}'"));

    /// <summary>A file of API keys.</summary>
    public static SettingKind ApiKeys { get; } = new(
        "FILE", text => ReadableFile.Mistake(text) ?? Web.Access.ApiKeys.MistakeIn(text));

    /// <summary>A file with the keys of an issuer of tokens.</summary>
    public static SettingKind IssuerKeys { get; } = new(
        "FILE", text => ReadableFile.Mistake(text) ?? Web.Access.IssuerKeys.MistakeIn(text));

    /// <summary>An issuer of tokens: its keys are fetched from there, so that the way must be encrypted.</summary>
    public static SettingKind Issuer { get; } = new(
        "URL",
        text => Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps
                || (url.Scheme == Uri.UriSchemeHttp && Web.Access.Loopback.IsHost(url.Host)))
                    ? null
                    : $"takes an address such as https://login.example/realms/shop, not '{text}'");

    /// <summary>The path of a file with keys that services share.</summary>
    public static SettingKind KeyRing { get; } = new(
        "FILE", text => ReadableFile.Mistake(text) ?? Engine.Options.KeyRing.MistakeIn(text));

    /// <summary>Addresses of nodes, or names that stand for several.</summary>
    public static SettingKind Urls { get; } = new(
        "URL,…",
        text => SplitList(text).DefaultIfEmpty(text)
            .FirstOrDefault(url => !ListenUrl.IsHttp(url) && !IsNodeName(url))
            is { } wrong
                ? $"takes addresses such as http://10.0.0.7:8000 or dns://name:8000, not '{wrong}'"
                : null);

    /// <summary>Addresses of brokers.</summary>
    public static SettingKind Brokers { get; } = new(
        "HOST:PORT,…",
        text => SplitList(text).DefaultIfEmpty(text).FirstOrDefault(broker => BrokerAddress.HostIn(broker) is null)
            is { } wrong
                ? $"takes addresses such as 10.0.0.7:9092, not '{wrong}'"
                : null);

    /// <summary>Whether a switch is on.</summary>
    public static bool IsOn(string text) => text == True;

    public static int NumberOf(string text) =>
        TryParse(text, out var number) ? number : throw new InvalidOperationException($"'{text}' was not checked.");

    public static List<string> SplitList(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The text of a switch that is given without a value.</summary>
    public static string Alone => True;

    private static string? MistakeInFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"names the file '{path}', which cannot be read: {unreadable.Message}";
        }
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool IsNodeName(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is
        {
            Scheme: "dns" or GatewayOptions.EncryptedNames, Host.Length: > 0, Port: > 0, PathAndQuery: "" or "/",
        };
}
