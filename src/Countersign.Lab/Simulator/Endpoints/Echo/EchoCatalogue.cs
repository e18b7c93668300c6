using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>What else test suites ask of httpbin, in the order of the index.</summary>
internal static class EchoCatalogue
{
    /// <summary>The methods of what is read alone.</summary>
    public static ImmutableArray<string> Reading { get; } = ["GET", "HEAD"];

    /// <summary>All of them.</summary>
    public static ImmutableArray<SimulatedEndpoint> All { get; } =
    [
        new EchoEndpoint("/get", Reading, EchoPart.Get, "Says what came with GET: query, fields, address of the client, and URL."),
        new EchoEndpoint("/post", ["POST"], EchoPart.Get | EchoPart.Content, "Says what came with POST, content included: as a form, as JSON, and as text."),
        new EchoEndpoint("/put", ["PUT"], EchoPart.Get | EchoPart.Content, "Says what came with PUT."),
        new EchoEndpoint("/patch", ["PATCH"], EchoPart.Get | EchoPart.Content, "Says what came with PATCH."),
        new EchoEndpoint("/delete", ["DELETE"], EchoPart.Get | EchoPart.Content, "Says what came with DELETE."),
        new EchoEndpoint("/anything", [], EchoPart.Get | EchoPart.Content | EchoPart.Method, "Says what came with any method."),
        new EchoEndpoint("/anything/{**rest}", [], EchoPart.Get | EchoPart.Content | EchoPart.Method, "Says what came with any method, and any path below."),
        new EchoEndpoint("/headers", Reading, EchoPart.Fields, "Says the fields that came."),
        new EchoEndpoint("/ip", Reading, EchoPart.Origin, "Says the address of the client."),
        new EchoEndpoint("/user-agent", Reading, EchoPart.Agent, "Says what the client calls itself."),
        new EchoEndpoint("/cookies", Reading, EchoPart.Cookies, "Says the cookies that came."),
        new SetCookiesEndpoint("/cookies/set", "/cookies/set?a=1"),
        new SetCookiesEndpoint("/cookies/set/{name}/{value}", "/cookies/set/a/1"),
        new DeleteCookiesEndpoint(),
        new RedirectEndpoint("/redirect/{n:int}", "Redirects n times, to an address without a host, or with one for ?absolute=true; then to /get."),
        new RedirectEndpoint("/relative-redirect/{n:int}", "Redirects n times, to an address without a host, then to /get."),
        new RedirectEndpoint("/absolute-redirect/{n:int}", "Redirects n times, to a whole address, then to /get."),
        new RedirectToEndpoint(),
        new ResponseHeadersEndpoint(),
        new CacheEndpoint(),
        new CacheForEndpoint(),
        new EtagEndpoint(),
        new DelayEndpoint(),
        new DripEndpoint(),
        new BytesEndpoint("/bytes/{n:int}", isStreamed: false, "Answers with n octets by chance, up to 100 KiB; ?seed= makes them the same again."),
        new BytesEndpoint("/stream-bytes/{n:int}", isStreamed: true, "The same in pieces of ?chunk_size= octets, without Content-Length."),
        new StreamEndpoint(),
        new EncodedEndpoint("gzip"),
        new EncodedEndpoint("deflate"),
        new EncodedEndpoint("brotli"),
        new FixedEndpoint("/encoding/utf8", "text/html; charset=utf-8", FixedTexts.Utf8, "A page in UTF-8 with characters of many scripts."),
        new FixedEndpoint("/html", "text/html; charset=utf-8", FixedTexts.Html, "A page of HTML."),
        new FixedEndpoint("/json", "application/json", FixedTexts.Json, "An object in JSON."),
        new FixedEndpoint("/xml", "application/xml", FixedTexts.Xml, "A document in XML."),
        new FixedEndpoint("/robots.txt", "text/plain", FixedTexts.Robots, "Keeps crawlers out of /deny (RFC 9309)."),
        new FixedEndpoint("/deny", "text/plain; charset=utf-8", FixedTexts.Denied, "A page that robots.txt keeps crawlers out of."),
        new UuidEndpoint(),
        new Base64Endpoint(),
    ];
}
