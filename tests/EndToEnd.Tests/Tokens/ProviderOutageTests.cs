using System.Buffers.Text;
using System.Collections.Concurrent;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>A provider that changes its keys or does not answer, and who must not notice.</summary>
public sealed class ProviderOutageTests(TokenPeers peers)
{
    [Fact]
    public async Task Keys_change_under_load_and_no_token_is_refused()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await TokenSite.RunAsync([provider]);
        var old = await provider.TokenAsync();
        var tokens = new ConcurrentQueue<string>([old]);
        using var enough = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(AskAsync, TestContext.Current.CancellationToken)).ToArray();

        await Task.Delay(200, TestContext.Current.CancellationToken);
        await provider.RotateAsync(keep: 1);
        for (var i = 0; i < 5; i++)
            tokens.Enqueue(await provider.TokenAsync());
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await enough.CancelAsync();
        var statuses = (await Task.WhenAll(workers)).SelectMany(seen => seen).ToArray();

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.InRange(statuses.Length, 2 * workers.Length, int.MaxValue);

        // At the start, for the new key, and perhaps once more for what came while it was asked.
        Assert.InRange(await provider.KeySetsReadAsync(), 2, 3);

        async Task<List<int>> AskAsync()
        {
            var seen = new List<int>();
            while (!enough.IsCancellationRequested)
            {
                foreach (var token in tokens)
                    seen.Add((await site.GetAsync("/bearer/x", token)).Status);
            }

            return seen;
        }
    }

    [Fact]
    public async Task A_key_that_the_provider_took_back_signs_no_more()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await TokenSite.RunAsync([provider]);
        var old = await provider.TokenAsync();
        var before = await site.GetAsync("/bearer/x", old);

        await provider.RotateAsync(keep: 0);
        var fresh = await site.GetAsync("/bearer/x", await provider.TokenAsync());
        var after = await site.GetAsync("/bearer/x", old);

        Assert.Equal((200, 200, 401), (before.Status, fresh.Status, after.Status));
        await site.Site.Gateway.TellsAsync(after.Reference, "bearer-key-unknown");
    }

    [Fact]
    public async Task While_the_provider_is_down_its_known_keys_serve_and_unknown_ones_are_no_fault_of_the_token()
    {
        var provider = await peers.OpenAsync();
        await using var site = await TokenSite.RunAsync([provider]);
        var (first, second) = (await provider.TokenAsync(), await provider.TokenAsync());
        var foreign = JwsWriter.Write(SigningKey.Create(JwsAlgorithm.RS256, "another"), Base64Url.DecodeFromChars(first.Split('.')[1]), "at+jwt");
        var before = await site.GetAsync("/bearer/x", first);

        await provider.GoDownAsync();
        var known = await site.GetAsync("/bearer/x", first);
        var unseen = await site.GetAsync("/bearer/x", second);
        var unknown = await site.GetAsync("/bearer/x", foreign);
        await provider.ComeUpAsync();
        var again = await Eventually.UntilAsync(() => site.GetAsync("/bearer/x", foreign), answer => answer.Status != 503);

        Assert.Equal((200, 200, 200), (before.Status, known.Status, unseen.Status));
        Assert.Equal((503, "issuer-unavailable"), (unknown.Status, unknown.Reason));
        Assert.NotNull(unknown.RetryAfter);
        Assert.Equal(401, again.Status);
    }

    [Fact]
    public async Task A_gateway_that_starts_before_its_provider_asks_for_patience_and_serves_once_it_is_there()
    {
        var provider = await peers.OpenAsync();
        var token = await provider.TokenAsync();
        await provider.GoDownAsync();
        await using var site = await TokenSite.RunAsync([provider]);

        var early = await site.GetAsync("/bearer/x", token);
        await provider.ComeUpAsync();
        var soon = await Eventually.UntilAsync(() => site.GetAsync("/bearer/x", token), answer => answer.Status != 503);

        Assert.Equal((503, "issuer-unavailable"), (early.Status, early.Reason));
        Assert.NotNull(early.RetryAfter);
        Assert.Empty(early.Challenge);
        Assert.Equal(200, soon.Status);
    }
}
