using System.Collections.Immutable;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;

namespace Cartwright.Exploration.Search;

/// <summary>
/// Abstract time. Every row in progress is always due, and a deadline is either ahead or past; its passing is a step of
/// the search. The counters that only set the pace of the sweeps are dropped, so that the number of rows stays finite.
/// This allows more than a real clock: a sweep may run at any moment.
/// </summary>
internal static class Pinned
{
    public const long Now = 1_000_000_000_000;
    public const long Past = 0;
    public const long Ahead = 2 * Now;

    public static object Of(object row) => row switch
    {
        Order order => order with
        {
            Looks = 0,
            UpdatedAt = Past,
            Due = order.Due is null ? null : Past,
            Deadline = order.Deadline is { } deadline ? (deadline <= Now ? Past : Ahead) : null,
        },
        Account account => account with
        {
            Looks = 0,
            Due = account.Due is null ? null : Past,
            Holds = WithoutTime(account.Holds),
            Waiting = WithoutTime(account.Waiting),
        },
        _ => row,
    };

    private static ImmutableArray<Hold> WithoutTime(ImmutableArray<Hold> holds) =>
        [.. holds.Select(hold => hold with { Since = Past })];
}
