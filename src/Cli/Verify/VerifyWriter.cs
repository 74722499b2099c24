using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Cli.Verify;

/// <summary>Shows the findings of an audit: in words and, where asked for, as one line of JSON.</summary>
internal static class VerifyWriter
{
    private const int ShownMax = 50;

    /// <param name="report">The findings.</param>
    /// <param name="json">Whether a program reads it.</param>
    /// <param name="said">The options that name the databases, for the commands that are proposed.</param>
    public static void WriteReport(VerifyReport report, bool json, string said)
    {
        WriteWords(report, said, json ? Console.Error : Console.Out);
        if (json)
        {
            WriteJson(report);
        }
    }

    private static void WriteWords(VerifyReport report, string said, TextWriter people)
    {
        var totals = report.Totals;
        var orders = Enum.GetValues<OrderStatus>()
            .Select(status => $"{totals.OrdersOf(status):N0} {EnumText.TextOf(status)}");
        people.WriteLine($"orders:   {string.Join(", ", orders)}");
        people.WriteLine($"items:    {totals.Items:N0} with {totals.Stock:N0} units");
        people.WriteLine($"users:    {totals.Accounts:N0} with {totals.Credit:N0} to spend and {totals.Held:N0} held");
        people.WriteLine($"paid:     {totals.Paid:N0}");
        people.WriteLine($"attempts: {totals.Reservations:N0} reservations, {totals.Payments:N0} payments");
        if (report.ParkedCount > 0)
        {
            var list = $"cartwright parked list{said}";
            people.WriteLine($"Note: {report.ParkedCount:N0} parked messages wait for you: {list}");
        }

        WriteFindings("UNFINISHED", report.Unfinished, report.UnfinishedCount, people);
        WriteFindings("WRONG", report.Errors, report.ErrorCount, people);
        foreach (var attempt in report.Suspects.Where(report.Returnable.Contains).Take(ShownMax))
        {
            people.WriteLine(
                $"Note: if its order failed, return the stock that attempt {attempt} has taken: "
                + $"cartwright parked return {ParkedRow.Taking}{attempt} --reason TEXT{said}");
        }

        people.WriteLine(
            report.ErrorCount > 0 ? $"THE BOOKS ARE WRONG. Errors: {report.ErrorCount:N0}."
            : report.UnfinishedCount > 0 ? $"The books are right, but {report.UnfinishedCount:N0} unfinished."
            : "The books are right.");
    }

    // Keys of clients and ids of messages come from outside.
    private static void WriteFindings(string kind, IReadOnlyList<string> findings, long count, TextWriter people)
    {
        foreach (var finding in findings.Take(ShownMax))
        {
            people.WriteLine($"{kind}: {PlainText.EscapeControls(finding)}");
        }

        if (count > Math.Min(findings.Count, ShownMax))
        {
            people.WriteLine($"{kind}: and {count - Math.Min(findings.Count, ShownMax):N0} more");
        }
    }

    private static void WriteJson(VerifyReport report)
    {
        var totals = report.Totals;
        var readable = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), readable))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("orders");
            foreach (var status in Enum.GetValues<OrderStatus>())
            {
                writer.WriteNumber(EnumText.TextOf(status), totals.OrdersOf(status));
            }

            writer.WriteEndObject();
            writer.WriteNumber("items", totals.Items);
            writer.WriteNumber("users", totals.Accounts);
            writer.WriteNumber("reservations", totals.Reservations);
            writer.WriteNumber("payments", totals.Payments);
            WriteSum(writer, "stock", totals.Stock);
            WriteSum(writer, "credit", totals.Credit);
            WriteSum(writer, "held", totals.Held);
            WriteSum(writer, "paid", totals.Paid);
            writer.WriteNumber("parked", report.ParkedCount);
            writer.WriteNumber("errors", report.ErrorCount);
            writer.WriteStartArray("first_errors");
            foreach (var error in report.Errors.Take(ShownMax))
            {
                writer.WriteStringValue(error);
            }

            writer.WriteEndArray();
            writer.WriteNumber("unfinished", report.UnfinishedCount);
            writer.WriteStartArray("first_unfinished");
            foreach (var unfinished in report.Unfinished.Take(ShownMax))
            {
                writer.WriteStringValue(unfinished);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        Console.Out.WriteLine();
    }

    // A sum over all rows may pass 64 bits, which every row keeps to.
    private static void WriteSum(Utf8JsonWriter writer, string name, Int128 sum)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(sum.ToString());
    }
}
