namespace Cartwright.Engine.Ports;

/// <summary>Codes of faults that more than one part of the program raises.</summary>
public static class FaultCodes
{
    /// <summary>Two places that must belong to one shop belong to two.</summary>
    public const string OtherShop = "other-shop";
}
