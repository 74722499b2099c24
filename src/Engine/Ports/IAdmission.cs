using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>Whether the commands of one batch find room in the application.</summary>
public interface IAdmission
{
    /// <summary>
    /// Whether a command is admitted. A command that is not admitted changes nothing, and is shed as overload.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="decision">The decision that would follow from it.</param>
    bool Admits(Message command, Decision decision);
}
