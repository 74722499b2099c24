using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Cartwright.CommandLine;

namespace Cartwright.Lab.Certificates;

/// <summary>The verb `certificates`: an authority and certificates for a trial.</summary>
public static partial class CertificatesCommand
{
    private const int DaysMax = 3_650;

    private static readonly string[] _loopback = ["127.0.0.1", "::1", "localhost"];

    private static readonly Argument<string> _folder = new("dir")
    {
        Description = "Where the files are put; an authority that is there signs again",
    };

    private static readonly Argument<string[]> _names = new("name")
    {
        Description = "The names, a certificate for each",
        Arity = ArgumentArity.OneOrMore,
        Validators = { RefuseWrongNames },
    };

    private static readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A host or an address that all of them are for, beside their names; default: the loopback",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> _days =
        NumberOption.WholeNumber("--days", "How long they are valid", "N", min: 1, defaultValue: 365, max: DaysMax);

    public static Command CreateCommand()
    {
        var command = new Command("certificates", "Make an authority, and certificates for a trial with TLS.")
        {
            _folder, _names, _hosts, _days,
        };
        command.SetAction(MakeCertificates);
        return command;
    }

    private static int MakeCertificates(ParseResult parsed)
    {
        var folder = new TrialFolder(parsed.GetValue(_folder)!);
        var names = parsed.GetValue(_names)!.Distinct().ToList();
        var hosts = parsed.GetValue(_hosts) is { Length: > 0 } given ? given : _loopback;
        try
        {
            var end = folder.Make(names, hosts, parsed.GetValue(_days), TimeProvider.System.GetUtcNow());
            PrintFiles(folder, names, hosts, end);
            return CommandLineRun.Success;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Console.Error.WriteLine(fault.Message);
            return CommandLineRun.Failure;
        }
    }

    private static void PrintFiles(
        TrialFolder folder, IReadOnlyList<string> names, IReadOnlyList<string> hosts, DateTimeOffset end)
    {
        var until = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Print(folder.CertificateOf(TrialFolder.AuthorityName), "the authority, for all who check certificates");
        Print(folder.KeyOf(TrialFolder.AuthorityName), "its key: needed here only, to sign more of them");
        foreach (var name in names)
        {
            Print(folder.CertificateOf(name), $"for {string.Join(", ", [name, .. hosts])}, until {until}");
            Print(folder.KeyOf(name), "its key");
        }

        static void Print(string file, string meaning) => Console.WriteLine($"{file}  {meaning}");
    }

    private static void RefuseWrongNames(ArgumentResult given)
    {
        foreach (var name in given.Tokens.Select(token => token.Value).Where(name => !IsName(name)))
        {
            given.AddError($"'{name}' cannot be a name: letters, digits, - and . only, and not "
                + $"{TrialFolder.AuthorityName}.");
        }
    }

    private static bool IsName(string text) => text != TrialFolder.AuthorityName && Name().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$")]
    private static partial Regex Name();
}
