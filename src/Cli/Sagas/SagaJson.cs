using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Domain.Views;
using Cartwright.Kernel;

namespace Cartwright.Cli.Sagas;

/// <summary>Sagas as JSON, as at the admin address: ids as text, times in milliseconds since 1970.</summary>
internal static class SagaJson
{
    /// <summary>One saga, on one line.</summary>
    public static string TextOf(SagaView view, IEnumerable<Role> silent) =>
        JsonSerializer.Serialize(SagaReports.DetailOf(view, silent), AdminJson.Options);

    /// <summary>A list of sagas, on one line.</summary>
    public static string TextOf(IEnumerable<SagaView> views, IEnumerable<Role> silent)
    {
        List<Role> roles = [.. silent];
        return JsonSerializer.Serialize(views.Select(view => SagaReports.DetailOf(view, roles)), AdminJson.Options);
    }
}
