using Cartwright.Admin.Parked;

namespace Cartwright.Web.Admin.Joined;

/// <summary>One service's part in a page of parked messages.</summary>
/// <param name="Service">The service.</param>
/// <param name="First">Its own page, with its counts; null where it does not answer.</param>
/// <param name="Messages">Its next messages, each with the place after it.</param>
/// <param name="HasMore">Whether it has more than these.</param>
internal sealed record ParkedPart(
    string Service,
    ParkedPage? First,
    IReadOnlyList<(ParkedSummary Message, ParkedPosition After)> Messages,
    bool HasMore);
