using System.Globalization;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The path and the query of a request to a node.</summary>
internal static class QueryPath
{
    /// <summary>A path with those of its parameters that have a value.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var given = parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")
            .ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    /// <summary>A number as the value of a parameter.</summary>
    public static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
