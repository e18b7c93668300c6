using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Probes;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;
using Xunit;
using static Countersign.Inspector.Tests.Probes.ProbedServer;

namespace Countersign.Inspector.Tests.Probes;

/// <summary>Servers with one fault each, which probes find, and near misses, which they leave alone.</summary>
public sealed class ProbeCheckTests
{
    private const string Basic = "Basic realm=\"orders\"";

    private static readonly ProbeOptions Page = new() { Origin = "https://app.example" };
    private static readonly ProbeOptions Anna = new() { KnownUser = "anna", MaxRequests = 40 };

    private static readonly (string Id, string Name, Func<HttpRequestMessage, HttpResponseMessage?> Server, ProbeOptions? Options)[] Faulty =
    [
        ("wrong-credentials-admitted", "any token gets in", request => Shown(request)?.StartsWith("Bearer ", StringComparison.Ordinal) == true ? Answer(200, "seven") : null, null),
        ("method-open", "HEAD is open", request => request.Method == HttpMethod.Head ? Answer(200) : null, null),
        ("method-open", "POST is open", request => request.Method == HttpMethod.Post ? Answer(201) : null, new() { Methods = ["POST"] }),
        ("variant-open", "a second stroke gets past", request => request.RequestUri!.AbsolutePath.StartsWith("//", StringComparison.Ordinal) ? Answer(200, "seven") : null, new() { Variants = true, MaxRequests = 40 }),
        ("fails-over-credentials", "base64 that is none", request => Shown(request) == "Basic !!!" ? Answer(500, "at Convert.FromBase64String") : null, null),
        ("forbidden-to-strangers", "403 to strangers", request => Shown(request) is null ? Answer(403) : null, null),
        ("bad-request-to-strangers", "400 to unknown tokens", request => Shown(request)?.StartsWith("Bearer ", StringComparison.Ordinal) == true && !IsGiven(request) ? Answer(400) : null, null),
        ("condition-answered", "304 to strangers", request => request.Headers.NonValidated.Contains("If-None-Match") ? Answer(304) : null, null),
        ("metadata-unusable", "no document", Metadata(Answer(404)), null),
        ("metadata-unusable", "a guarded document", Metadata(Refusal()), null),
        ("metadata-unusable", "a page", Metadata(Answer(200, "<html>")), null),
        ("metadata-unusable", "another resource", Metadata(Answer(200, """{"resource":"https://other.example/"}""")), null),
        ("preflight-refused", "a 401 to the page's question", _ => null, Page),
        ("refusal-unreadable", "the fields are on success alone", request => IsGiven(request) && request.Headers.NonValidated.Contains("Origin") ? Answer(200, "seven", ("Access-Control-Allow-Origin", "https://app.example")) : null, Page),
        ("users-told-apart", "403 for names that there are", request => NameOf(request) == "anna" ? Answer(403) : IsGiven(request) ? null : Refusal(Basic), Anna),
        ("users-told-apart", "other words for names that there are", request => NameOf(request) == "anna" ? Answer(401, "The password is wrong.", ("WWW-Authenticate", Basic)) : IsGiven(request) ? null : Refusal(Basic), Anna),
        ("hidden-unevenly", "404 to GET and 401 to HEAD", request => request.Method == HttpMethod.Get && !IsGiven(request) ? Answer(404) : null, null),
        ("missing-told", "404 for what is not there", request => IsProbeOfMissing(request) ? Answer(404) : null, null),
        ("guarded", "all is refused", _ => null, null),
    ];

    private static readonly (string Id, string Name, Func<HttpRequestMessage, HttpResponseMessage?> Server, ProbeOptions? Options)[] Sound =
    [
        ("wrong-credentials-admitted", "an open resource", _ => Answer(200, "seven"), null),
        ("wrong-credentials-admitted", "the same page for all", request => IsGiven(request) ? null : Answer(Shown(request) is null ? 401 : 200, "Sign in"), null),
        ("method-open", "OPTIONS is open", request => request.Method == HttpMethod.Options ? Answer(204) : null, null),
        ("method-open", "HEAD is not known", request => request.Method == HttpMethod.Head ? Answer(405) : null, null),
        ("variant-open", "other writings are missing", request => request.RequestUri!.OriginalString == Url.OriginalString ? null : Answer(404), new() { Variants = true, MaxRequests = 40 }),
        ("fails-over-credentials", "the server is down for all", _ => Answer(500), null),
        ("fails-over-credentials", "a gateway's own trouble", request => Shown(request) == "Basic" ? Answer(503) : null, null),
        ("forbidden-to-strangers", "403 to all", _ => Answer(403), null),
        ("bad-request-to-strangers", "400 to what can't be read", request => Shown(request) == "Basic !!!" ? Answer(400) : null, null),
        ("condition-answered", "an open resource", request => request.Headers.NonValidated.Contains("If-None-Match") ? Answer(304) : Answer(200, "seven"), null),
        ("metadata-unusable", "the resource itself", Metadata(Answer(200, """{"resource":"https://api.example/orders/7"}""")), null),
        ("metadata-unusable", "the API above it", Metadata(Answer(200, """{"resource":"https://api.example"}""")), null),
        ("preflight-refused", "an answered question", request => request.Method == HttpMethod.Options ? Answer(204) : null, Page),
        ("preflight-refused", "403 to another origin", request => request.Method == HttpMethod.Options ? Answer(403) : null, Page),
        ("refusal-unreadable", "an origin that may not ask", _ => null, Page),
        ("users-told-apart", "all alike", request => IsGiven(request) ? null : Refusal(Basic), Anna),
        ("hidden-unevenly", "404 to all strangers", request => IsGiven(request) ? null : Answer(404), null),
        ("missing-told", "401 for all", _ => null, null),
        ("guarded", "HEAD is open", request => request.Method == HttpMethod.Head ? Answer(200) : null, null),
    ];

    public static TheoryData<string, string> Faults => [.. Faulty.Select(each => (each.Id, each.Name))];

    public static TheoryData<string, string> NearMisses => [.. Sound.Select(each => (each.Id, each.Name))];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Finds_the_fault(string id, string name)
    {
        var (_, _, server, options) = Faulty.Single(each => each.Id == id && each.Name == name);

        var inspection = await new ProbedServer(server).InspectAsync(options);

        Assert.Contains(inspection.Findings, finding => finding.Check.Id == $"probes/{id}" && finding.Certainty != Certainty.NotDecided);
    }

    [Theory]
    [MemberData(nameof(NearMisses))]
    public async Task Leaves_the_near_miss_alone(string id, string name)
    {
        var (_, _, server, options) = Sound.Single(each => each.Id == id && each.Name == name);

        var inspection = await new ProbedServer(server).InspectAsync(options);

        Assert.DoesNotContain(inspection.Findings, finding => finding.Check.Id == $"probes/{id}");
    }

    [Fact]
    public void Every_check_has_a_fault_and_a_near_miss()
    {
        var ids = CheckCatalogue.Exchanges.OfType<ProbeCheck>().Select(check => check.Row.Id["probes/".Length..]).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(ids, Faulty.Select(each => each.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(ids, Sound.Select(each => each.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static string? Shown(HttpRequestMessage request) => AuthorizationOf(request);

    private static bool IsProbeOfMissing(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("not-there", StringComparison.Ordinal);

    // Of Basic credentials that can be read.
    private static string? NameOf(HttpRequestMessage request)
    {
        if (Shown(request) is not ['B', 'a', 's', 'i', 'c', ' ', .. var token])
            return null;
        var octets = new byte[token.Length];
        return Convert.TryFromBase64String(token, octets, out var length) ? System.Text.Encoding.UTF8.GetString(octets, 0, length).Split(':')[0] : null;
    }

    private static Func<HttpRequestMessage, HttpResponseMessage?> Metadata(HttpResponseMessage document) => request =>
        request.RequestUri!.AbsolutePath.StartsWith("/.well-known/", StringComparison.Ordinal) ? document
        : IsGiven(request) ? null
        : Refusal("Bearer realm=\"orders\", resource_metadata=\"https://api.example/.well-known/oauth-protected-resource\"");
}
