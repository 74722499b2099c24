namespace Cartwright.AdminConsole.Shown;

/// <summary>The mark and the words of states.</summary>
internal static class Tones
{
    private const string Good = "good";
    private const string Bad = "bad";
    private const string Wait = "wait";
    private const string Back = "back";
    private const string Rest = "rest";

    public static string OfOrder(string status) => status switch
    {
        "paid" => Good,
        "processing" => Wait,
        "cancelling" => Back,
        "failed" => Bad,
        _ => Rest,
    };

    public static string OfStep(string state) => state switch
    {
        "done" => Good,
        "waiting" => Wait,
        "undoing" or "undone" => Back,
        "rejected" => Bad,
        "unknown" => "unknown",
        _ => Rest,
    };

    /// <summary>The state of a step, as words.</summary>
    public static string TextOfStep(string state) => state.Replace('-', ' ');
}
