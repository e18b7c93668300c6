namespace Countersign.WebConsole.Ports;

/// <summary>What the console sees of a gateway, and may do to it.</summary>
internal interface IGatewayView
{
    /// <summary>What a person knows it by, such as the name of its configuration.</summary>
    string Name { get; }
}
