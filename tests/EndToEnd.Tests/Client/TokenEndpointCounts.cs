namespace Countersign.EndToEnd.Client;

/// <summary>What became of the questions to a token endpoint.</summary>
internal sealed record TokenEndpointCounts(Dictionary<string, int> Given, List<string> Errors, int Revoked);
