using Cartwright.Engine.Ports;

namespace Cartwright.Conformance.Stores;

/// <summary>A store under test with a database that can be opened beside it.</summary>
public interface IAtRestHarness
{
    /// <summary>The store's database.</summary>
    IDatabaseAtRest AtRest { get; }

    /// <summary>Another database, in the format of an earlier version.</summary>
    Task<IDatabaseAtRest> MakeEarlierAsync();
}
