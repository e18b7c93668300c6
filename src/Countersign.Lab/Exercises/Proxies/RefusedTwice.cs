using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Tunnels;
using Countersign.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Lab.Exercises.Proxies;

/// <summary>19: a proxy that asks before it opens a tunnel, and an origin that asks within it.</summary>
internal sealed class RefusedTwice : Exercise
{
    private const string Orders = "orders";
    private const string AtProxy = "proxy";
    private const string Whole = "whole";
    private const string InTls = "tls";
    private const string InCleartext = "cleartext";
    private const string ProxyLogin = "out:exit";
    private const string ShopLogin = "anna:open sesame";
    private const string Field = "Authorization";
    private const string ProxyField = "Proxy-Authorization";
    private const string OfConnect = " of CONNECT";

    private static readonly LabUsers Leaving = new(("out", "exit"));
    private static readonly LabUsers Customers = new(("anna", "open sesame"));

    private static readonly (Door Proxy, Door Shop) Doors = DoorsBy(CountRule.Once);

    // To prove which edits are needed, the same credentials are presented several times.
    private static readonly (Door Proxy, Door Shop) DoorsAgain = DoorsBy(CountRule.Any);

    private static readonly ExerciseRoute OneByOne = new("one-by-one", "You answered the 407 of the proxy, then the 401 of the shop, each in its own field and with its own credentials.");
    private static readonly ExerciseRoute AtOnce = new("at-once", "You gave proxy and shop their credentials before both had asked, each in its own field: that saves round trips where one knows whom one talks to.");
    private static readonly ExerciseRoute ByDigest = new("digest", "You answered the proxy by Digest: whoever listens on the way to it, which is in cleartext, then sees no password.");
    private static readonly ExerciseRoute WithoutTls = new("cleartext-tunnel", "You asked through a tunnel without TLS. Each got its own credentials, but the proxy could have read those for the shop.");

    public override int Number => 19;

    public override string Slug => "refused-twice";

    public override string Title => "Refused twice";

    public override string Goal => "Get a 200 from $SHOP/orders through the proxy: answer its 407, then the 401 behind it, so that each sees its own credentials and none of the other's.";

    public override string Story =>
        "This server is a forward proxy as well, $PROXY, and only its tunnels lead to $SHOP/orders. The proxy knows the user out with the password exit, the shop knows anna with the password open sesame; both take Digest and Basic. " +
        "The shop speaks TLS: fetch $PROXY/authority.pem and have your client trust it for this alone. When a request gets in, the server asks itself again with each field that you added to CONNECT or to the request left out.";

    public override string Teaches => "For https a client asks its proxy for a tunnel by CONNECT. A 407 with Proxy-Authenticate answers that, and Proxy-Authorization goes on CONNECT and no further. What is within the tunnel the proxy can't read: a 401 there is the origin's, and Authorization goes on the request within. Whatever is in the other's field, or on both, is given away.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §9.3.6", "RFC 9110 §11.7", "RFC 9110 §15.5.8", "RFC 9110 §11.6.2"];

    public override ImmutableArray<string> Hints =>
    [
        "Two refuse you, one after the other. With -v, curl shows its CONNECT and the answer to it; it sends the GET only when the tunnel is open. Look which of the two requests is refused.",
        "The 407 answers CONNECT: Proxy-Authorization belongs there. After that a 401 comes out of the tunnel, with WWW-Authenticate: Authorization belongs on the GET.",
        "curl has an option for each, and takes care of the rest: -U out:exit for the proxy, -u 'anna:open sesame' for the shop. By hand, --proxy-header is for CONNECT and -H for the GET.",
    ];

    public override LabRequest? Base => LabRequest.Get(Orders);

    public override int? Par => 2;

    public override bool IsTunnelled => true;

    public override ImmutableArray<ExerciseRoute> Routes => [OneByOne, AtOnce, ByDigest, WithoutTls];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new TunnelStep(Orders) { Note = "The proxy answers CONNECT with 407, and Proxy-Authenticate: there is no tunnel, and the shop hears nothing." },
        new TunnelStep(Orders) { ProxyLogin = ProxyLogin, Note = "Its credentials open the tunnel. The 401 comes from the shop." },
        new TunnelStep(Orders) { ProxyLogin = ProxyLogin, Login = ShopLogin, Note = "To each its own: Proxy-Authorization on CONNECT, Authorization within." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Gives the shop's credentials to the proxy.", "shop-login-to-proxy", new TunnelStep(Orders), new TunnelStep(Orders) { ProxyLogin = ShopLogin, Login = ProxyLogin }),
        new("Gives the proxy's credentials to the shop.", "proxy-login-to-shop", new TunnelStep(Orders), new TunnelStep(Orders) { ProxyLogin = ProxyLogin, Login = ProxyLogin }),
        new("Answers the 407 with Authorization.", "wrong-field", new TunnelStep(Orders), new TunnelStep(Orders) { ProxyFields = [(Field, LoginParameters.BasicOf(ProxyLogin))], Login = ShopLogin }),
        new("Sends the shop's credentials on CONNECT as well.", "shop-login-to-proxy", new TunnelStep(Orders) { ProxyLogin = ProxyLogin, ProxyFields = [(Field, LoginParameters.BasicOf(ShopLogin))], Login = ShopLogin }),
        new("Sends the proxy's credentials within the tunnel as well.", "proxy-login-to-shop", new TunnelStep(Orders) { ProxyLogin = ProxyLogin, Login = ShopLogin, Fields = [(ProxyField, LoginParameters.BasicOf(ProxyLogin))] }),
        new("Asks the proxy for the whole address in the place of a tunnel.", "no-tunnel", new AskStep($"http://{TunnelHost.Of(learner.Name)}/{Orders}") { ByProxy = true, Basic = ShopLogin, Fields = [(ProxyField, LoginParameters.BasicOf(ProxyLogin))] }),
        new("Goes past the proxy.", "direct", new AskStep(Orders) { Basic = ShopLogin, Fields = [(ProxyField, LoginParameters.BasicOf(ProxyLogin))] }),
        new("Stops at the open tunnel.", "shop-asks", new TunnelStep(Orders), new TunnelStep(Orders) { ProxyLogin = ProxyLogin }),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        var features = call.Request.Context.Features;
        if (features.Get<ConnectHead>() is not null)
        {
            call.Note = AtProxy;
            return await AtProxyAsync(call, Doors.Proxy, cancel);
        }

        if (features.Get<LabTunnel>() is not { } tunnel)
        {
            // A proxy is asked with the whole address where there is no tunnel (RFC 9112 §3.2.2).
            call.Note = call.Request.Facts.Target.StartsWith('/') ? null : Whole;
            return Text(403, $"The shop is reached through a tunnel of the proxy alone: CONNECT, which curl -x asks for by itself before an address with https. It is at {TunnelHost.UrlOf(call.Record.Learner.Name)}/{Orders}.\n");
        }

        call.Note = tunnel.IsTls ? InTls : InCleartext;
        return call.Place == Orders ? await Doors.Shop.AnswerAsync(call, cancel) : Text(404, "There is no such place in the shop. There is /orders.\n");
    }

    /// <summary>Both requests are in one here: fields with the mark go on CONNECT.</summary>
    public override async ValueTask<SimulatedAnswer> AnswerAgainAsync(LabCall call, CancellationToken cancel)
    {
        var asked = call.Sent.Fields.Where(field => IsOfConnect(field.Name)).Select(field => (field.Name[..^OfConnect.Length], field.Value));
        var connect = new LabRequest("CONNECT", TunnelHost.Of(call.Record.Learner.Name) + ":443") { Fields = [.. asked] };
        var context = LabTunnel.ContextOf(Target(connect.Field(ProxyField)) ?? connect.Place, connect.Fields);
        var opened = await AtProxyAsync(new(new(context, call.Record.Memory, call.Record.State), connect, call.Record), DoorsAgain.Proxy, cancel);
        if (opened.Status != 200)
            return opened;
        var within = call.Sent with { Fields = call.Sent.Fields.RemoveAll(field => IsOfConnect(field.Name)) };
        var asking = Replay.ContextOf(call.Record.Learner.Name, Number, within);
        asking.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Target(within.Field(Field)) ?? $"/{Orders}";
        return await DoorsAgain.Shop.AnswerAsync(new(new(asking, call.Record.Memory, call.Record.State), within, call.Record), cancel);
    }

    public override async ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var isOpen = record.Exchanges.Any(exchange => exchange is { Note: AtProxy, IsServed: true });
        var standing = Standing.Nothing.Needs(isOpen, "tunnel", "The proxy opened a tunnel.", "The proxy did not open a tunnel yet.");
        if (record.Exchanges is not [.., var last])
            return standing.Lacks("200", "No request to $SHOP/orders was recorded yet.");
        if (last is not { Through: { } connect, Place: Orders, IsServed: true })
            return Near(last, standing.Lacks("200", "The shop did not answer 200 yet."));

        var change = await Replay.JudgeAsync(this, record, Both(connect, last.Request), cancel);
        standing = (standing with { Change = change }).Saw("200", "The shop answered 200 through the tunnel.");
        var (toProxy, toShop) = (connect.Field(Field) is not null, last.Request.Field(ProxyField) is not null);
        if (!toProxy && !toShop)
            return standing.By(RouteOf(record, connect, last));
        standing = standing.Lacks("apart", "Get in so that neither sees what is meant for the other.");
        return toProxy ? ShopLoginToProxy(standing) : ProxyLoginToShop(standing);
    }

    private static (Door Proxy, Door Shop) DoorsBy(CountRule rule) =>
        (new(Door.Digest("Way out", "Digest for out", Leaving, rule: rule), Door.Basic("Way out", "Basic for out", Leaving)),
            new(Door.Digest("Shop", "Digest for anna", Customers, rule: rule), Door.Basic("Shop", "Basic for anna", Customers)));

    private static async ValueTask<SimulatedAnswer> AtProxyAsync(LabCall call, Door door, CancellationToken cancel)
    {
        var answer = await door.AnswerAsync(call with { Request = call.Request.ForProxy() }, cancel);
        ProxyFields.Rename(answer);
        return answer;
    }

    private static ExerciseRoute RouteOf(ExerciseRecord record, LabRequest connect, LabExchange last)
    {
        if (last.Note == InCleartext)
            return WithoutTls;
        if (CredentialsReader.Read(connect.Field(ProxyField) ?? "").Credentials is { } toProxy && toProxy.Scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase))
            return ByDigest;
        var hasAsked = record.Exchanges.Any(exchange => exchange is { Note: AtProxy, Status: 407 }) && record.Exchanges.Any(exchange => exchange is { Through: not null, Place: Orders, Status: 401 });
        return hasAsked ? OneByOne : AtOnce;
    }

    private static Standing Near(LabExchange last, Standing standing) => last switch
    {
        { Note: AtProxy, ProxyUser: "anna" } => ShopLoginToProxy(standing),
        { Note: AtProxy, IsAnonymous: false, Login.User: "anna" } => ShopLoginToProxy(standing),
        { Note: AtProxy, IsAnonymous: false } => standing.Near("wrong-field", "CONNECT came with Authorization, which is for origins; the proxy looks at Proxy-Authorization (RFC 9110 §11.7.2)."),
        { Note: AtProxy, Refusal: Refusal.DigestUriMismatch } => standing.Near("other-target", "The Digest on CONNECT was computed over another target than CONNECT has, which is the host and port (RFC 7616 §3.4.6). Some clients get that wrong; have yours take Basic."),
        { Note: AtProxy, ProxyUser: not null, Status: 407 } => standing.Near("proxy-login-wrong", "CONNECT came with Proxy-Authorization, but not with the login of the story: out with the password exit."),
        { Note: AtProxy, Status: 407 } => standing.Near("proxy-asks", "CONNECT was answered 407, and so no request reached the shop. The proxy's credentials go into Proxy-Authorization, on CONNECT."),
        { Note: AtProxy } => standing,
        { Note: Whole } => standing.Near("no-tunnel", "That asked the proxy for the whole address, and no tunnel: the proxy has read all of it, with what was meant for the shop. Ask for https, and a client sends CONNECT first (curl: --proxytunnel for http)."),
        { Through: null } => standing.Near("direct", "That request did not go through the proxy. The shop is behind its tunnels alone: curl -x, and the address $SHOP/orders."),
        { Login.User: "out" } => ProxyLoginToShop(standing),
        { ProxyUser: not null } => ProxyLoginToShop(standing),
        { Place: not Orders } => standing.Near("elsewhere", "The tunnel is open. What is asked for is $SHOP/orders."),
        { IsAnonymous: true } => standing.Near("shop-asks", "The tunnel is open. The 401 within it is the shop's, and asks for Authorization on the request within."),
        _ => standing.Near("shop-login-wrong", "Authorization reached the shop, but not with the login of the story: anna with the password open sesame."),
    };

    private static Standing ShopLoginToProxy(Standing standing) =>
        standing.Near("shop-login-to-proxy", "CONNECT came with credentials for the shop. The proxy reads CONNECT, and needs none but its own: anna's belong on the request within the tunnel.");

    private static Standing ProxyLoginToShop(Standing standing) =>
        standing.Near("proxy-login-to-shop", "The request within the tunnel came with credentials for the proxy. It reaches the shop as it is, and the proxy takes nothing off: they belong on CONNECT.");

    private static LabRequest Both(LabRequest connect, LabRequest within) =>
        within with { Fields = [.. within.Fields, .. connect.Fields.Where(field => !RequestEdits.IsOfClient(field.Name)).Select(field => (field.Name + OfConnect, field.Value))] };

    private static bool IsOfConnect(string name) => name.EndsWith(OfConnect, StringComparison.Ordinal);

    // What a Digest response is computed over was right when it came.
    private static string? Target(string? credentials) => CredentialsReader.Read(credentials ?? "").Credentials?.Find("uri");

    private static SimulatedAnswer Text(int status, string text)
    {
        var answer = new SimulatedAnswer(status);
        answer.SetText(text, "text/plain; charset=utf-8");
        return answer;
    }
}
