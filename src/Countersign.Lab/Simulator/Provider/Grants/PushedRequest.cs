namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>An authorization request that was handed in beforehand (RFC 9126).</summary>
/// <param name="Values">Its parameters.</param>
/// <param name="Ends">Until when it counts.</param>
internal sealed record PushedRequest(Dictionary<string, string> Values, DateTimeOffset Ends);
