using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The highest numbers in use, against those that each service hands out next.</summary>
internal sealed class HandedOutIds
{
    private readonly Dictionary<Table, long> _highest = [];

    /// <summary>A number of the service that makes the rows of a table.</summary>
    public void RecordUse(Table table, long id)
    {
        // The numbers of a batch_init are not handed out.
        if (id >= Limits.InitMax)
        {
            _highest[table] = Math.Max(_highest.GetValueOrDefault(table), id);
        }
    }

    /// <summary>
    /// A number that is handed out a second time is two things at once, and a counter at its end hands out none.
    /// </summary>
    public IEnumerable<Finding> CheckNextIds(IEnumerable<Numbering> numberings) =>
        from numbering in numberings
        let next = numbering.Next
        let highest = _highest.GetValueOrDefault(numbering.Table)
        let wrong = next > IdRange.Max ? "which is further than any clock has come"
            : highest > 0 && highest >= next ? $"but {highest} is in use"
            : null
        where wrong is not null
        select new Finding($"the {numbering.Role.Name} service hands out numbers from {next} on, {wrong}");
}
