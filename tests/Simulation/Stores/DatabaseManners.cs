namespace Cartwright.Simulation.Stores;

/// <summary>How carefully a database keeps transactions apart. All but the first are seeded bugs.</summary>
public enum DatabaseManners
{
    /// <summary>Rows are locked in key order, and a table is looked into once the rows before it are locked.</summary>
    Careful,

    /// <summary>All rows are looked for first and locked then: a row that appears meanwhile is not seen.</summary>
    Hasty,

    /// <summary>Neither are rows locked nor versions compared.</summary>
    Careless,
}
