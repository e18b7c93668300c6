namespace Countersign.WebConsole.Ports;

/// <summary>How the gateway is.</summary>
internal interface IGatewayHealth
{
    /// <summary>How it is now.</summary>
    GatewayCondition Now();
}
