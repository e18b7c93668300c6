namespace Countersign.WebConsole.Ports;

/// <summary>An issuer whose tokens are judged.</summary>
/// <param name="Name">Its identifier.</param>
/// <param name="Way">How they are: by which keys, or by asking.</param>
/// <param name="Keys">How many keys are in use; null where it is asked about tokens.</param>
/// <param name="Failure">Why that could not be done the last time; null when it could.</param>
internal sealed record SeenIssuer(string Name, string Way, int? Keys, string? Failure);
