using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>Which tables a database has.</summary>
public static class EngineTables
{
    /// <summary>The tables of these services, and the engine's own two, which every database has.</summary>
    public static IReadOnlyList<Table> TablesOf(IReadOnlyList<IService> services) =>
        [.. services.SelectMany(service => service.Tables), StoredReply.Table, ParkedMessage.Table];
}
