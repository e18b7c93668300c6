using Countersign.AspNetCore.Outbound;
using Countersign.Cli.Commands;
using Countersign.Cli.Logins;
using Countersign.Cli.Requests.Recording;
using Countersign.Client;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Inspector.Intake;
using Countersign.Schemes.Basic;

namespace Countersign.Cli.Requests;

/// <summary>Sends what was ordered, by the client's own handler over connections that are listened to.</summary>
internal static class RequestRun
{
    /// <summary>How many redirects are followed.</summary>
    public const int MaxRedirects = 20;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(30);

    /// <summary>The whole exchange, up to the fields of the last answer; its content is still to be read.</summary>
    /// <exception cref="IOException">The file of the content can't be read.</exception>
    /// <exception cref="OperationCanceledException">Somebody has stopped it.</exception>
    /// <param name="order">What was ordered.</param>
    /// <param name="network">The connections.</param>
    /// <param name="story">Takes down each message.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="guard">What stands before the connections; null for nothing.</param>
    public static async Task<RequestOutcome> SendAsync(RequestOrder order, HttpMessageHandler network, ExchangeStory story, TimeProvider clock, CancellationToken cancel, Func<HttpMessageHandler, HttpMessageHandler>? guard = null)
    {
        var goesOut = network is SocketsHttpHandler;
        using var channel = goesOut ? TokenSignIn.Channel(order, story, clock) : new BackChannel(new OfflineNetwork());
        var options = OptionsFor(order, channel, goesOut);
        options.Observer = story;

        // A question that must not be lost is waited for at the end; the connections stay open for the content.
        await using var keyring = new Keyring(options);
        var recording = new RecordingHandler(guard?.Invoke(network) ?? network, story, isBackChannel: false, clock, cancel);
        var handler = new ReauthenticationHandler(keyring) { InnerHandler = order.KeepsCookies ? new CookieHandler(recording) : recording };
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(order.Timeout);
        try
        {
            for (var time = 1; time < order.Times; time++)
            {
                // Its content may have no end.
                using var earlier = await SendAsync(order, client, story, patience.Token);
                await ResponseBody.KeepAsync(earlier, RecordedMessage.KeptOctets, order.Timeout, patience.Token);
            }

            return new(story) { Response = await SendAsync(order, client, story, patience.Token) };
        }
        catch (AuthenticationFailedException failed)
        {
            return new(story) { Response = failed.Response, Failure = failed.Failure, FailedScheme = failed.Scheme };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new(story) { Outage = OutageWords.Of(exception) };
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(RequestOrder order, HttpMessageInvoker client, ExchangeStory story, CancellationToken cancel)
    {
        using var message = order.CreateMessage();
        if (!order.Reauthenticates)
            ShowUnasked(message, order, story);
        return await client.SendAsync(message, cancel);
    }

    /// <summary>The connections that were ordered.</summary>
    /// <exception cref="IOException">The file of the authorities can't be read.</exception>
    public static SocketsHttpHandler Network(RequestOrder order)
    {
        if (order.Connections is { } connections)
            return connections();
        var network = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = order.Timeout < LongestConnect ? order.Timeout : LongestConnect };
        if (order.Authorities is { } authorities)
            network.SslOptions = TrustedAuthorities.Only(authorities);
        return network;
    }

    /// <summary>The credentials as the client's handler has them.</summary>
    /// <exception cref="CommandFailure">The proxy is none.</exception>
    public static ReauthenticationOptions OptionsFor(RequestOrder order, BackChannel channel, bool goesOut)
    {
        var options = new ReauthenticationOptions { MaxRedirects = order is { Follows: true, Reauthenticates: true } ? MaxRedirects : 0 };
        if (goesOut && order.Connections is null)
            AddProxies(options, order);
        options.OwnFields.UnionWith(order.OwnFields.Concat(order.Fields.Select(field => field.Name).Where(SecretNames.IsField)));
        if (!order.Reauthenticates)
            return options;
        var (given, at) = (order.Credentials, Origin.Of(order.Url));
        var allowsCleartext = given.AllowsCleartext || order.Url.IsLoopback;
        if (given is { User: { } user, Password: { } password })
        {
            if (given.TakesDigest)
                options.AddDigest(at.ToString(), user, password, digest => digest.AllowMd5 = given.AllowsMd5);
            if (given.TakesBasic)
                options.AddBasic(at.ToString(), user, password, basic => basic.AllowCleartext = allowsCleartext);
        }

        if (given.Token is { } token)
            options.AddBearer(at.ToString(), new StaticTokenGrant(token), bearer => bearer.AllowCleartext = allowsCleartext);
        if (given.Key is { } key)
            options.AddApiKey(at.ToString(), key, apiKey => (apiKey.Header, apiKey.AllowCleartext) = (given.KeyField, allowsCleartext));
        given.Kept?.AddTo(options, channel, allowsCleartext);
        given.SignIn?.AddTo(options, at, channel);
        given.Others?.AddTo(options, at, channel, allowsCleartext);
        return options;
    }

    private static void AddProxies(ReauthenticationOptions options, RequestOrder order)
    {
        try
        {
            if (order.Proxy is { } proxy)
                options.Proxies.Use(proxy);
            else
                options.Proxies.UseEnvironment();
            if (order is not { Proxy: { } named, ProxyUser: { } user })
                return;
            var at = Origin.Of(new Uri(named)).ToString();
            options.Proxies.AddDigest(at, user.User, user.Password, digest => digest.AllowMd5 = order.Credentials.AllowsMd5);
            options.Proxies.AddBasic(at, user.User, user.Password, basic => basic.AllowCleartext = true);
        }
        catch (ArgumentException wrong)
        {
            throw new CommandFailure(CommandFailure.SentenceOf(wrong));
        }
    }

    /// <summary>What a program without a handler would send at once.</summary>
    private static void ShowUnasked(HttpRequestMessage message, RequestOrder order, ExchangeStory story)
    {
        var given = order.Credentials;
        if (order.Url.Scheme != Uri.UriSchemeHttps && !order.Url.IsLoopback && !given.AllowsCleartext)
            return;
        if (given.Key is { } key && message.Headers.TryAddWithoutValidation(given.KeyField, key.Reveal()))
            story.KeyField = given.KeyField;
        if (message.Headers.NonValidated.Contains("Authorization"))
            return;
        if (given.Token is { } token)
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.Reveal()}");
        else if (given is { User: { } user, Password: { } password, TakesBasic: true })
            message.Headers.TryAddWithoutValidation("Authorization", BasicResponder.Authorization(user, password.Reveal()));
    }
}
