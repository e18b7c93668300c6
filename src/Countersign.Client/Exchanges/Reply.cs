using System.Net;
using System.Runtime.InteropServices;
using Countersign.Client.Failures;
using Countersign.Client.Proxies;
using Countersign.Client.Schemes;

namespace Countersign.Client.Exchanges;

/// <summary>The answer to one message.</summary>
/// <param name="Sent">The credentials that went with it.</param>
/// <param name="Response">The answer.</param>
/// <param name="Distrust">Why it must not be trusted; null when nothing speaks against it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reply(SentCredentials? Sent, HttpResponseMessage Response, Failure? Distrust)
{
    /// <summary>Whether it is of another origin, to which a handler below was led. Its demands are not made of this one's credentials.</summary>
    private bool IsOfAnother { get; init; }

    public bool IsRefusal => !IsOfAnother && (Sent is null ? Response.StatusCode == HttpStatusCode.Unauthorized : Sent.Scheme.IsRefusal(Sent, Response));

    /// <summary>Whether the caller gets it as it is.</summary>
    public bool IsLast => Distrust is null && !IsRefusal && !Redirect.IsOne(Response.StatusCode);

    /// <summary>Tells those about an answer who have to know.</summary>
    /// <param name="sent">The credentials that went with the message.</param>
    /// <param name="leg">The request.</param>
    /// <param name="response">The answer.</param>
    /// <param name="observer">Who looks on.</param>
    /// <param name="below">The handler that brought it.</param>
    public static Reply Of(SentCredentials? sent, RequestLeg leg, HttpResponseMessage response, ExchangeObserver observer, HttpMessageHandler? below)
    {
        observer.Answered(leg, sent, response);

        // A proxy that asks for credentials of its own says nothing of those for the origin, which has not seen them. Where there is none, 407 is the origin's word.
        var isOfProxy = response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && ProxiesBelow.Read(below, leg.Address);
        return new(sent, response, isOfProxy ? null : sent?.Scheme.Receive(sent, leg, response)) { IsOfAnother = IsElsewhere(response, leg) };
    }

    private static bool IsElsewhere(HttpResponseMessage response, RequestLeg leg) =>
        response.RequestMessage?.RequestUri is { } asked && asked != leg.Address && Origin.Find(asked) != leg.Origin;
}
