using System.Diagnostics;
using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>
/// The callbacks to the application that the engine's services belong to. All calls come from a lane: they return at
/// once, and several lanes call side by side.
/// </summary>
public interface IApplication
{
    /// <summary>The names and the JSON of its messages, replies and events.</summary>
    IWireFormat Wire { get; }

    /// <summary>The admission of commands for one try of one batch.</summary>
    IAdmission Admission();

    /// <summary>Adds the message's subject to its span.</summary>
    void Describe(Activity span, Message message);

    /// <summary>A batch is committed. Its clients receive their answers after this call.</summary>
    void Committed(CommittedBatch batch);
}
