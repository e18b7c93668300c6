namespace Countersign.WebConsole.Ports;

/// <summary>An issuer that publishes its keys.</summary>
/// <param name="Name">Its identifier.</param>
/// <param name="Keys">How many keys are in use.</param>
/// <param name="Failure">Why it could not be asked the last time; null when it could.</param>
internal sealed record SeenIssuer(string Name, int Keys, string? Failure);
