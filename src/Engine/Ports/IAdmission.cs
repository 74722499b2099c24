using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>Whether the commands of one batch find room in the application.</summary>
public interface IAdmission
{
    /// <summary>
    /// Whether a command is admitted. One that is not changes nothing, and its client is refused as overloaded.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="decision">What would follow from it.</param>
    bool Admits(Message command, Decision decision);
}
