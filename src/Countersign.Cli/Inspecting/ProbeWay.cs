using Countersign.Cli.Logins;
using Countersign.Cli.Requests;
using Countersign.Client;
using Countersign.Client.Tokens;

namespace Countersign.Cli.Inspecting;

/// <summary>The connections of probes: those of a stranger, and those of the client that has the credentials.</summary>
internal sealed class ProbeWay : IDisposable
{
    private readonly BackChannel? _channel;
    private readonly Keyring? _keyring;
    private readonly Keyring _empty;

    public ProbeWay(RequestOrder order, bool allowsPrivate, TimeProvider clock)
    {
        var nobody = order with { Credentials = new(), Follows = false };
        _empty = new(Options(nobody, null!));
        Stranger = Invoker(nobody, _empty, allowsPrivate);
        if (order.Credentials.IsEmpty)
            return;
        _channel = TokenSignIn.Channel(order, new ExchangeStory(Redaction.For(order), teller: null, clock), clock);
        var given = order with { Follows = false, Reauthenticates = true };
        _keyring = new(Options(given, _channel));
        Given = Invoker(given, _keyring, allowsPrivate);
    }

    /// <summary>Shows nothing, and answers no challenge of the origin.</summary>
    public HttpMessageInvoker Stranger { get; }

    /// <summary>Has the credentials that were given; null for none.</summary>
    public HttpMessageInvoker? Given { get; }

    public void Dispose()
    {
        Stranger.Dispose();
        Given?.Dispose();
        _channel?.Dispose();
        _empty.Dispose();
        _keyring?.Dispose();
    }

    private static ReauthenticationOptions Options(RequestOrder order, BackChannel channel)
    {
        var options = RequestRun.OptionsFor(order, channel, goesOut: true);
        options.MaxRedirects = 0;
        return options;
    }

    private static HttpMessageInvoker Invoker(RequestOrder order, Keyring keyring, bool allowsPrivate)
    {
        var network = new AddressGuard(RequestRun.Network(order), order.Url, allowsPrivate);
        return new(new GivenInvoker(new ReauthenticationHandler(keyring) { InnerHandler = network }));
    }
}
