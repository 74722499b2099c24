using System.Data.Common;
using Cartwright.Postgres;

namespace Cartwright.Cli.Configuration;

/// <summary>Connection strings and the passwords in them.</summary>
internal static class Secrets
{
    private const string Password = "Password";
    private const string Masked = "***";

    /// <summary>The words by which Npgsql knows a password.</summary>
    private static readonly string[] PasswordWords = [Password, "PSW", "PWD"];

    /// <summary>The mistake in a connection string, as the rest of a sentence; null where there is none.</summary>
    public static string? MistakeInConnection(string text) => PostgresOptions.MistakeIn(text);

    /// <summary>
    /// A connection string without its passwords. Of any other text nothing is shown: any part of it can be a part of a
    /// password, such as the part after a semicolon that was not quoted.
    /// </summary>
    public static string MaskConnection(string text)
    {
        if (MistakeInConnection(text) is not null || ParseConnection(text) is not { } parts)
        {
            return MaskAll(text);
        }

        foreach (var key in parts.Keys.Cast<string>().ToList())
        {
            if (IsPassword(key))
            {
                parts[key] = Masked;
            }
        }

        return parts.ConnectionString;
    }

    /// <summary>The hosts of a connection string.</summary>
    public static IReadOnlyList<string> HostsIn(string connection) => PostgresOptions.HostsIn(connection);

    /// <summary>The hosts of a connection string to which a connection could be read, or answered by another.</summary>
    public static IReadOnlyList<string> UnverifiedHosts(string connection) =>
        PostgresOptions.UnverifiedHosts(connection);

    /// <summary>The user of a connection string; null where it names none.</summary>
    public static string? UserIn(string connection) => PostgresOptions.UserIn(connection);

    /// <summary>Whether a connection string has a password in it.</summary>
    public static bool HasPassword(string connection) =>
        ParseConnection(connection) is { } parts && parts.Keys.Cast<string>().Any(IsPassword);

    /// <summary>Shows only whether there is one.</summary>
    public static string MaskAll(string text) => text.Length == 0 ? text : Masked;

    /// <summary>A connection string with a password that was given apart from it.</summary>
    public static string WithPassword(string connection, string password)
    {
        if (password.Length == 0 || ParseConnection(connection) is not { } parts)
        {
            return connection;
        }

        foreach (var word in PasswordWords)
        {
            parts.Remove(word);
        }

        parts[Password] = password;
        return parts.ConnectionString;
    }

    private static bool IsPassword(string key) =>
        PasswordWords.Contains(key, StringComparer.OrdinalIgnoreCase)
        || key.EndsWith(Password, StringComparison.OrdinalIgnoreCase);

    private static DbConnectionStringBuilder? ParseConnection(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
