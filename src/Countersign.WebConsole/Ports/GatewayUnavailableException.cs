namespace Countersign.WebConsole.Ports;

/// <summary>What was asked for is not to be had now; the message says why. A page shows it.</summary>
/// <param name="message">What is wrong and what helps.</param>
internal sealed class GatewayUnavailableException(string message) : Exception(message);
