using Countersign.Cli.Logins;
using Countersign.Cli.Requests;
using Countersign.Client;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;

namespace Countersign.Cli.Crawling;

/// <summary>The client's own handler over the connections of a crawl: it answers challenges of the origin that the credentials are for, and of no other.</summary>
internal sealed class CrawlSignIn : IAsyncDisposable
{
    private readonly BackChannel _channel;
    private readonly Keyring _keyring;

    /// <summary>Signs in with these credentials.</summary>
    /// <exception cref="IOException">The file of the authorities can't be read.</exception>
    public CrawlSignIn(Uri url, GivenCredentials credentials, string? authorities, HttpMessageHandler network)
    {
        var order = new RequestOrder(HttpMethod.Get, url) { Credentials = credentials, Authorities = authorities, Follows = false };
        _channel = TokenSignIn.Channel(order, new(Redaction.For(order), null, TimeProvider.System), TimeProvider.System);
        var options = RequestRun.OptionsFor(order, _channel, goesOut: false);
        options.FailureMode = FailureMode.ReturnResponse;
        _keyring = new(options);
        Handler = new ReauthenticationHandler(_keyring) { InnerHandler = network };
    }

    /// <summary>The handler; the connections below it are not its own.</summary>
    public HttpMessageHandler Handler { get; }

    public async ValueTask DisposeAsync()
    {
        await _keyring.DisposeAsync();
        _channel.Dispose();
    }
}
