using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Lab.Simulator.Endpoints.Echo;
using Microsoft.Net.Http.Headers;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>The list of all addresses, for browsers and for programs.</summary>
internal sealed class IndexEndpoint : EchoAddress
{
    private static readonly Lazy<byte[]> Page = new(() => Encoding.UTF8.GetBytes(IndexPage.Write()));
    private static readonly Lazy<byte[]> Json = new(() => EchoJson.Octets(IndexJson.Write));
    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(IndexPage.Style)))}'; base-uri 'none'; frame-ancestors 'none'";

    public override string Path => "/";

    public override SimulatorGroup Group => SimulatorGroup.Index;

    public override string Story => "All addresses and twists: a page for browsers, JSON for programs.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/"), new(SimulatedCall.Get("/").With("Accept", "text/html"))];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var answer = WantsPage(request)
            ? new SimulatedAnswer(200) { Content = Page.Value, MediaType = "text/html; charset=utf-8" }
            : new SimulatedAnswer(200) { Content = Json.Value, MediaType = "application/json" };
        answer.Add("Vary", "Accept");
        answer.Add("Content-Security-Policy", Policy);
        answer.Add("X-Content-Type-Options", "nosniff");
        return answer;
    }

    // Programs say application/json, or that they take anything; browsers name HTML.
    private static bool WantsPage(SimulatedRequest request) =>
        MediaTypeHeaderValue.TryParseList([.. request.Context.Request.Headers.Accept!], out var types) && types.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
}
