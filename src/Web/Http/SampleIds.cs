namespace Cartwright.Web.Http;

/// <summary>Numbers in the examples of the OpenAPI document.</summary>
internal static class SampleIds
{
    public const string User = "117674531904946177";
    public const string Item = "117674531904946178";
    public const string Order = "117674531904946181";
    public const string Attempt = "117674531904946183";
}
