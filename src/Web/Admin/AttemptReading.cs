using Cartwright.Admin.Sagas;
using Cartwright.Domain;

namespace Cartwright.Web.Admin;

/// <summary>Reads the rows that the services of a process have about an attempt.</summary>
public delegate Task<IReadOnlyList<AttemptRows>> AttemptReading(Attempt attempt, CancellationToken cancellation);
