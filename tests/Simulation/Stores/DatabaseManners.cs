namespace Cartwright.Simulation.Stores;

/// <summary>The isolation between transactions. All but the first are seeded bugs.</summary>
public enum DatabaseManners
{
    /// <summary>Rows are locked in key order, and a table is read once the rows before it are locked.</summary>
    Careful,

    /// <summary>All rows are read first and locked afterwards: a row that is inserted meanwhile is missed.</summary>
    Hasty,

    /// <summary>Rows are not locked, and versions are not compared.</summary>
    Careless,
}
