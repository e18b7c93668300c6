using Countersign.Cli.Logins;
using Countersign.Client.Tokens;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>A sign-in that waits for a person can be stopped.</summary>
public sealed class NotedGrantTests
{
    [Fact]
    public async Task Ends_when_somebody_stops_it()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new NotedGrant(new Endless(), stop.Token).RequestAsync(new TokenRequest(), rejected: null, TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private sealed class Endless : TokenGrant
    {
        public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        }
    }
}
