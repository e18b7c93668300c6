using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>One host has the sign-in page; the others send people there and get them back with a ticket (CONTRACT 27).</summary>
/// <param name="host">The host with the page.</param>
/// <param name="known">Whether a host belongs to the door: to no others is anybody sent, whatever a request calls its host.</param>
/// <param name="handovers">Seals what goes from one to the other.</param>
internal sealed class OtherHosts(string host, Func<string, bool> known, Handovers handovers)
{
    /// <summary>Where tickets are taken.</summary>
    public const string TicketPath = "/.countersign/ticket";

    public Handovers Handovers => handovers;

    /// <summary>Whether a request is for a host without the page.</summary>
    public bool IsElsewhere(RequestFacts request) => !WithoutUsualPort(host, request.IsTls).Equals(WithoutUsualPort(request.Authority, request.IsTls), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the operator named this host.</summary>
    public bool Knows(string name) => known(name);

    /// <summary>Whether a request is for the port of the page: at another one of a host that the operator named, somebody else may be the server.</summary>
    public bool IsAtItsPort(RequestFacts request) => PortOf(host, request.IsTls).SequenceEqual(PortOf(request.Authority, request.IsTls));

    /// <summary>The address of the page for a browser of another host, which it will know again there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="request">What is seen of it.</param>
    /// <param name="target">Where it goes on when it is back.</param>
    /// <param name="wantsForm">Whether it is to be asked there even where somebody is signed in.</param>
    public string PageFor(HttpContext context, RequestFacts request, ReturnTarget target, bool wantsForm)
    {
        var browser = SignInCookies.BrowserOf(request)?.Forgetting() ?? AttemptBrowser.Create();
        SignInCookies.Give(context, request, browser);
        return $"{SchemeOf(request)}{host}{LoginPage.Path}?for={handovers.Begin(request.Authority, browser, target, wantsForm)}";
    }

    /// <summary>Where somebody goes on who signed in for another host.</summary>
    public string PlaceFor(RequestFacts request, string forHost, string forBrowser, ReturnTarget target, string session) =>
        $"{SchemeOf(request)}{forHost}{TicketPath}?t={handovers.Issue(forHost, forBrowser, target, session)}";

    /// <summary>The origin of another host, which a form's answer leads on to.</summary>
    public static string OriginOf(RequestFacts request, string forHost) => SchemeOf(request) + forHost;

    private static string SchemeOf(RequestFacts request) => request.IsTls ? "https://" : "http://";

    /// <summary>The port with its colon; empty for the usual one.</summary>
    private static ReadOnlySpan<char> PortOf(string authority, bool isTls)
    {
        var shown = WithoutUsualPort(authority, isTls);
        var colon = shown.LastIndexOf(':');
        return colon > shown.LastIndexOf(']') ? shown[colon..] : [];
    }

    private static ReadOnlySpan<char> WithoutUsualPort(string authority, bool isTls)
    {
        var port = isTls ? ":443" : ":80";
        return authority.EndsWith(port, StringComparison.Ordinal) ? authority.AsSpan()[..^port.Length] : authority;
    }
}
