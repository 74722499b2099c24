using System.Globalization;
using Cartwright.Cli.Parked;
using Cartwright.Domain;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Cli.Verify;

/// <summary>The part of a parked message that an audit keeps.</summary>
internal readonly record struct ParkedRow
{
    public const string Taking = $"{ParkedReturn.Type}/";

    public ParkedRow(string id, ParkedMessage message)
    {
        (Id, To, Due, IsReturned) = (id, message.To, message.Due, message.ReturnedAt is not null);
        Taken = id.StartsWith(Taking, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(Taking.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? new AttemptId(attempt)
            : null;
    }

    public string Id { get; }

    public Role To { get; }

    public long? Due { get; }

    /// <summary>Whether it is the record of a repair.</summary>
    public bool IsReturned { get; }

    /// <summary>The attempt with the taken stock, where the message reports one.</summary>
    public AttemptId? Taken { get; }
}
