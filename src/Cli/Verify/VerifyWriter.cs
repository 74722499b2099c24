using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Storage;

namespace Cartwright.Cli.Verify;

/// <summary>Shows what an audit has found: in words and, where asked for, as one line of JSON.</summary>
internal static class VerifyWriter
{
    public static void Write(VerifyReport report, bool json)
    {
        WriteWords(report, json ? Console.Error : Console.Out);
        if (json)
        {
            WriteJson(report);
        }
    }

    private static void WriteWords(VerifyReport report, TextWriter people)
    {
        var totals = report.Totals;
        var orders = Enum.GetValues<OrderStatus>()
            .Select(status => $"{totals.OrdersOf(status):N0} {EnumText.Of(status)}");
        people.WriteLine($"orders:   {string.Join(", ", orders)}");
        people.WriteLine($"items:    {totals.Items:N0} with {totals.Stock:N0} units");
        people.WriteLine($"users:    {totals.Accounts:N0} with {totals.Credit:N0} to spend and {totals.Held:N0} held");
        people.WriteLine($"paid:     {totals.Paid:N0}");
        people.WriteLine($"attempts: {totals.Reservations:N0} reservations, {totals.Payments:N0} payments");
        if (report.ParkedCount > 0)
        {
            people.WriteLine($"Note: {report.ParkedCount:N0} parked messages wait for you: cartwright parked list");
        }

        foreach (var error in report.Errors)
        {
            people.WriteLine($"WRONG: {error}");
        }

        if (report.ErrorCount > report.Errors.Count)
        {
            people.WriteLine($"WRONG: and {report.ErrorCount - report.Errors.Count:N0} more");
        }

        people.WriteLine(report.ErrorCount == 0
            ? "The books are right."
            : $"THE BOOKS ARE WRONG. Errors: {report.ErrorCount:N0}.");
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
                writer.WriteNumber(EnumText.Of(status), totals.OrdersOf(status));
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
            foreach (var error in report.Errors)
            {
                writer.WriteStringValue(error);
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
