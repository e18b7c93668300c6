using Countersign.AspNetCore.Outbound;
using Countersign.Cli.Requests.Recording;
using Countersign.Client;
using Countersign.Schemes.Basic;

namespace Countersign.Cli.Requests;

/// <summary>Sends what was ordered, by the client's own handler over connections that are listened to.</summary>
internal static class RequestRun
{
    /// <summary>The whole exchange, up to the fields of the last answer; its content is still to be read.</summary>
    /// <exception cref="IOException">The file of the content can't be read.</exception>
    /// <exception cref="OperationCanceledException">Somebody has stopped it.</exception>
    public static async Task<RequestOutcome> SendAsync(RequestOrder order, HttpMessageHandler network, ExchangeStory story, TimeProvider clock, CancellationToken cancel)
    {
        using var client = new HttpMessageInvoker(Handler(order, story, new CookieHandler(new RecordingHandler(network, story, isBackChannel: false, clock))), disposeHandler: false);
        using var message = order.CreateMessage();
        if (!order.Reauthenticates)
            ShowUnasked(message, order);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(order.Timeout);
        try
        {
            return new(story) { Response = await client.SendAsync(message, patience.Token) };
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

    /// <summary>The connections that were ordered.</summary>
    /// <exception cref="IOException">The file of the authorities can't be read.</exception>
    public static SocketsHttpHandler Network(RequestOrder order)
    {
        var network = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = order.Timeout };
        if (order.Authorities is { } authorities)
            network.SslOptions = TrustedAuthorities.Only(authorities);
        return network;
    }

    /// <summary>The credentials as the client's handler has them.</summary>
    public static ReauthenticationOptions OptionsFor(RequestOrder order)
    {
        var options = new ReauthenticationOptions { MaxRedirects = order.Follows ? 20 : 0 };
        var (given, at) = (order.Credentials, Origin.Of(order.Url));
        var allowsCleartext = given.AllowsCleartext || order.Url.IsLoopback;
        if (given is { User: { } user, Password: { } password })
        {
            if (given.TakesBasic)
                options.AddBasic(at.ToString(), user, password, basic => basic.AllowCleartext = allowsCleartext);
        }

        if (given.Token is { } token)
            options.AddBearer(at.ToString(), new GivenToken(token), bearer => bearer.AllowCleartext = allowsCleartext);
        if (given.Key is { } key)
            options.AddApiKey(at.ToString(), key, apiKey => (apiKey.Header, apiKey.AllowCleartext) = (given.KeyField, allowsCleartext));
        return options;
    }

    private static HttpMessageHandler Handler(RequestOrder order, ExchangeStory story, HttpMessageHandler below)
    {
        var options = order.Reauthenticates ? OptionsFor(order) : new() { MaxRedirects = 0 };
        options.Observer = story;
        return new ReauthenticationHandler(options, below);
    }

    /// <summary>What a program without a handler would send at once.</summary>
    private static void ShowUnasked(HttpRequestMessage message, RequestOrder order)
    {
        var given = order.Credentials;
        if (order.Url.Scheme != Uri.UriSchemeHttps && !order.Url.IsLoopback && !given.AllowsCleartext)
            return;
        if (given.Key is { } key)
            message.Headers.TryAddWithoutValidation(given.KeyField, key.Reveal());
        if (message.Headers.NonValidated.Contains("Authorization"))
            return;
        if (given.Token is { } token)
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.Reveal()}");
        else if (given is { User: { } user, Password: { } password, TakesBasic: true })
            message.Headers.TryAddWithoutValidation("Authorization", BasicResponder.Authorization(user, password.Reveal()));
    }
}
