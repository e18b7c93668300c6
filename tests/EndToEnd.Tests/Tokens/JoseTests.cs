using System.Text;
using System.Text.Json;
using Countersign.Ports;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Our verdicts on tokens beside those of another library (npm's jose), on tokens and keys of either.</summary>
public sealed class JoseTests(TokenPeers peers)
{
    private const string Ours = "ours";
    private const string Theirs = "theirs";
    private const string OursByTheirKey = "ours by their key";
    private static readonly string[] Good = [Ours, Theirs, OursByTheirKey];

    [Fact]
    public async Task Both_say_the_same_of_thousands_of_tokens_but_for_what_is_listed()
    {
        var groups = JwsAlgorithm.All.SelectMany(OfOurs).Concat(await OfTheirsAsync()).GroupBy(one => (one.Key, one.Algorithm)).ToArray();
        var cases = groups.SelectMany(group => group).ToArray();

        var ours = (await Task.WhenAll(groups.Select(VerdictsAsync))).SelectMany(verdicts => verdicts).ToArray();
        var theirs = (await peers.Judge.AskAsync("judge", new { issuer = CraftedTokens.Issuer, audience = CraftedTokens.Audience, type = CraftedTokens.Type, cases }))
            .Deserialize<string?[]>()!;

        var differing = cases.Zip(ours, theirs).Where(one => one.Second is null != one.Third is null).ToArray();
        var taken = differing.Where(one => one.Second is null).Select(one => $"{one.First.Algorithm} {one.First.Name}: taken here, there: {one.Third}");
        var unlisted = differing.Where(one => one.Second is not null && !JoseDifferences.All.ContainsKey(one.First.Name))
            .Select(one => $"{one.First.Algorithm} {one.First.Name}: taken there, here: {one.Second}");
        Assert.Equal([], taken.Concat(unlisted));
        Assert.Equal(JoseDifferences.All.Keys.Order(), differing.Select(one => one.First.Name).Distinct().Order());
        Assert.All(cases.Zip(ours), one => Assert.False(Good.Contains(one.First.Name) && one.Second is not null, $"{one.First}: {one.Second}"));
    }

    /// <summary>Tokens by a key of ours: whole, altered on their way, and strange from the start.</summary>
    private static IEnumerable<TokenCase> OfOurs(JwsAlgorithm algorithm)
    {
        var key = SigningKey.Create(algorithm, $"ours-{algorithm}");
        var text = algorithm.IsSymmetric ? JwkWriter.WritePrivate(key).Reveal() : JwkWriter.Write(key.Verifier);
        var token = JwsWriter.Write(key, Encoding.UTF8.GetBytes(CraftedTokens.GoodClaims), CraftedTokens.Type);
        var confused = SigningKey.Create(JwsAlgorithm.HS256, key.KeyId);
        return
        [
            new(Ours, token, text, algorithm.Name),
            new("by a secret", JwsWriter.Write(confused, Encoding.UTF8.GetBytes(CraftedTokens.GoodClaims), CraftedTokens.Type), text, algorithm.Name),
            .. BrokenTokens.Of(token).Concat(CraftedTokens.By(key)).Select(one => new TokenCase(one.Name, one.Token, text, algorithm.Name)),
            .. algorithm.IsSymmetric ? [] : BrokenKeys.Of(text).Select(one => new TokenCase(one.Name, token, one.Key, algorithm.Name)),
        ];
    }

    /// <summary>Tokens by a key of theirs: what they signed, what we sign with it, and what may happen to theirs.</summary>
    private async Task<IEnumerable<TokenCase>> OfTheirsAsync()
    {
        using var claims = JsonDocument.Parse(CraftedTokens.GoodClaims);
        var made = await Task.WhenAll(JwsAlgorithm.All.Select(async algorithm =>
        {
            var answer = await peers.Judge.AskAsync("make", new { algorithm = algorithm.Name, claims = claims.RootElement, type = CraftedTokens.Type });
            var (text, token) = (answer.GetProperty("key").GetString()!, answer.GetProperty("token").GetString()!);
            var key = JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(answer.GetProperty("private").GetString()!), algorithm, out var fault);
            Assert.True(key is not null, $"{algorithm}: {fault}");
            return (TokenCase[])
            [
                new(Theirs, token, text, algorithm.Name),
                new(OursByTheirKey, JwsWriter.Write(key, Encoding.UTF8.GetBytes(CraftedTokens.GoodClaims), CraftedTokens.Type), text, algorithm.Name),
                .. BrokenTokens.Of(token).Select(one => new TokenCase(one.Name, one.Token, text, algorithm.Name)),
            ];
        }));
        return made.SelectMany(cases => cases);
    }

    /// <summary>Why tokens for a key do not count; null for those that do.</summary>
    private static async Task<string?[]> VerdictsAsync(IGrouping<(string Key, string Algorithm), TokenCase> cases)
    {
        var algorithm = JwsAlgorithm.Find(cases.Key.Algorithm)!;
        var origin = algorithm.IsSymmetric ? KeyOrigin.Own : KeyOrigin.Published;
        if (JwkReader.ReadKey(Encoding.UTF8.GetBytes(cases.Key.Key), origin, out var fault) is not { } key)
            return [.. cases.Select(_ => $"key: {fault}")];
        var rules = new TokenRules { Audiences = [CraftedTokens.Audience], Algorithms = [algorithm] };
        var verifier = new TokenVerifier([new(CraftedTokens.Issuer, new FixedIssuerKeys(new([key])), rules)], new NothingRevoked(), TimeProvider.System);
        var verdicts = new List<string?>();
        foreach (var one in cases)
        {
            var judgement = await verifier.VerifyAsync(one.Token, default, TestContext.Current.CancellationToken);
            verdicts.Add(judgement.IsGood ? null : judgement.Outage ?? string.Join("; ", judgement.Failures));
        }

        return [.. verdicts];
    }

    /// <summary>A token, the key that is known (public, or the secret), and the algorithm that is allowed.</summary>
    private sealed record TokenCase(string Name, string Token, string Key, string Algorithm);

    private sealed class NothingRevoked : IRevocations
    {
        public bool IsReadable => true;

        public string? Find(in TokenNames token) => null;
    }
}
