using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>A service that verifies tokens by another library (npm's jose), with the keys that are published at an address.</summary>
/// <param name="judge">The library.</param>
/// <param name="url">Where the keys are.</param>
/// <param name="name">A name of its own: under it the keys that it read are kept, for five minutes.</param>
/// <param name="pause">How long ago (ms) its last look at the keys has to be before it looks again for one that it does not know.</param>
internal sealed class KeyReader(Peer judge, string url, string name = "a service", int pause = 0)
{
    /// <summary>Why a token does not count for this service; null when it does.</summary>
    public async Task<string?> VerdictAsync(string token, string issuer, string audience, string type, string algorithm = "ES256")
    {
        var one = new { token, algorithm, published = new { url, name, pause } };
        var verdicts = await judge.AskAsync("judge", new { issuer, audience, type, cases = new[] { one } });
        return Assert.Single(verdicts.Deserialize<string?[]>()!);
    }
}
