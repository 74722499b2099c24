using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>Each table has a place of its own in the order of locks; the engine has tables, too.</summary>
public sealed class TablePlaceTests
{
    [Fact]
    public void Two_tables_with_one_place_are_rejected_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => new TestNode(services: [new Parcels()]));

        Assert.StartsWith(
            $"The tables parcels and {ParkedMessage.Table.Name} have the same place {ParkedMessage.Table.Ordinal}",
            error.Message);
    }

    private sealed class Parcels : IService
    {
        public Role Role { get; } = new("ship");

        public IReadOnlyList<Table> Tables { get; } =
        [
            new Table<object>(
                ParkedMessage.Table.Ordinal,
                "parcels",
                new Column("parcel_id", ColumnKind.Number),
                [],
                (_, _) => "a parcel",
                (_, _) => { }),
        ];

        public void AddKeys(Message message, ICollection<Key> keys) => throw new NotSupportedException();

        public Decision Decide(IRows rows, Message message, long now) => throw new NotSupportedException();

        public Message SweepMessage(Key key) => throw new NotSupportedException();
    }
}
