using Cartwright.Engine.Ports;

namespace Cartwright.Conformance.Stores;

/// <summary>A store under test whose database can be opened beside it.</summary>
public interface IAtRestHarness
{
    /// <summary>The store's database.</summary>
    IDatabaseAtRest AtRest { get; }

    /// <summary>Another database, as an earlier version has left it.</summary>
    Task<IDatabaseAtRest> MakeEarlierAsync();
}
