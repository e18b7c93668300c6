using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Countersign.Inspector.Tests.Checks;
using Xunit;

namespace Countersign.Inspector.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJuYmYiOjE3MDA1NTcyMDAsImV4cCI6MTcwMDU1OTAwMCwic2NvcGUiOiI8aW1nPiJ9.c2ln"; // 09:00 to 09:30
    private static readonly CheckRow Row = new("challenge/test", Severity.Warning, "A title", "A why.", new("RFC 9110 §11.6.1", "MUST"), Fault.Origin, "Quote it.");
    private static readonly string[] OwnTags = "html head meta title style body main a header section footer h1 h2 h3 h4 p ul ol li b code pre span mark div table thead tbody tr th td details summary svg line rect text".Split(' ');

    [Fact]
    public void Says_verdict_change_and_every_leg()
    {
        var page = Page("GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\n\nGET /orders HTTP/1.1\nHost: api.example\nAuthorization: Basic YTpi\n\nHTTP/1.1 403 Forbidden\n");

        Assert.Contains("<h1>The server took the credentials", page, StringComparison.Ordinal);
        Assert.Contains("<td>none</td><td><b>401</b> Unauthorized", page, StringComparison.Ordinal);
        Assert.Contains("<td>Basic</td><td><b>403</b> Forbidden", page, StringComparison.Ordinal);
        Assert.Contains("<b>Basic</b><ul class=\"tree\"><li>realm = <code>a</code></li>", page, StringComparison.Ordinal);
        Assert.Contains("<section id=\"others\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_say_that_no_credentials_were_sent_where_the_recording_leaves_them_out()
    {
        var recording = RawHttpReader.Read("GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\n");

        Assert.Contains("<td>not kept</td><td><b>401</b>", Page(Inspection.Of(recording with { Omissions = Omissions.Credentials })), StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_the_very_characters_that_a_finding_speaks_of()
    {
        var page = Page("GET / HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\nWWW-Authenticate: Bearer realm=api\n");

        Assert.Contains("""Basic realm=&quot;a&quot;</li>""", Unmarked(page, "good"), StringComparison.Ordinal);
        Assert.Contains("""Bearer <mark class="error" title="challenge/realm-unquoted">realm=api</mark></li>""", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_the_place_of_what_is_missing_and_the_gravest_of_two_findings()
    {
        var recording = RawHttpReader.Read("GET / HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer a=b c=d\n");
        var whole = new Evidence(0, "response WWW-Authenticate", "Bearer a=b c=d") { Start = 7, Length = 7 };
        var page = Page(new Inspection(recording, [new(Row, "Both.") { Evidence = [whole] }, new(Row, "Gap.") { Evidence = [whole with { Start = 10, Length = 0 }], Severity = Severity.Error }, new(Row, "End.") { Evidence = [whole with { Start = 11, Length = 3 }], Severity = Severity.Error }]));

        Assert.Contains("Bearer <mark class=\"warning\" title=\"challenge/test\">a=b</mark><mark class=\"error gap\" title=\"challenge/test\">&#x2303;</mark><mark class=\"warning\" title=\"challenge/test\"> </mark><mark class=\"error\" title=\"challenge/test\">c=d</mark></li>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tue, 21 Nov 2023 10:00:00 GMT", "By the server&#x27;s Date it ran out 30 minutes before.", "dead")]
    [InlineData("Tue, 21 Nov 2023 09:10:00 GMT", "By the server&#x27;s Date it is good for another 20 minutes.", "life")]
    [InlineData("Tue, 21 Nov 2023 08:59:50 GMT", "By the server&#x27;s Date it begins 10 seconds later.", "dead")]
    [InlineData("soon", "The server&#x27;s clock is not known.", "life")]
    public void Shows_the_life_of_a_token_beside_the_servers_clock_and_never_implies_that_it_was_verified(string date, string expected, string kind)
    {
        var page = Page($"GET / HTTP/1.1\nHost: api.example\nAuthorization: Bearer {Token}\n\nHTTP/1.1 401 Unauthorized\nDate: {date}\nWWW-Authenticate: Bearer realm=\"a\"\n");

        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains($"<rect class=\"{kind}\"", page, StringComparison.Ordinal);
        Assert.Contains("<b>The signature is not checked.</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("c2ln", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_asked_stays_visible()
    {
        var one = RawHttpReader.Read("GET / HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\n").Exchanges[0];
        var asked = one with { Index = 1, Role = ExchangeRole.Probe, Request = one.Request! with { Method = "PUT" } };
        ImmutableArray<ProbeResult> probes =
        [
            new(new(ProbePurpose.Access, "PUT", one.Request!.Url!, ProbeCredentials.None)) { Exchange = 1 },
            new(new(ProbePurpose.Access, "DELETE", one.Request.Url!, ProbeCredentials.None)) { NotRun = "the limit of questions was reached" },
        ];

        Assert.Contains("Not run: what other methods", Page(new Inspection(new Recording { Source = RecordingSource.Live, Exchanges = [one] }, [])), StringComparison.Ordinal);
        var page = Page(new Inspection(new Recording { Source = RecordingSource.Live, Exchanges = [one, asked], Probes = probes }, []));
        Assert.Contains("<td>401</td><td class=\"notrun\">not run</td>", page, StringComparison.Ordinal);
        Assert.Contains("Not run: the limit of questions was reached", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_transcript_brings_markup_into_the_page() =>
        Assert.All(Directory.GetFiles(Transcripts.Root, "*.http", SearchOption.AllDirectories), file =>
            Assert.Empty(Foreign(Page(Hostile(File.ReadAllText(file))))));

    [Fact]
    public void A_page_of_thousands_of_exchanges_stays_one_that_can_be_read()
    {
        var page = Page(string.Concat(Enumerable.Repeat("GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\n\nno\n\n", 3000)));

        Assert.Equal(100, Section().Count(page));
        Assert.Contains("2000 more are not listed.", page, StringComparison.Ordinal);
    }

    // Where values stand, and names, and what is quoted from contents.
    private static string Hostile(string transcript) => transcript.Replace("realm=\"", "realm=\"</title></style><script>x</script>", StringComparison.Ordinal).Replace("HTTP/1.1 401 Unauthorized", "HTTP/1.1 401 <img onerror=x>\nX-<b>: '\"><svg/onload=x>", StringComparison.Ordinal) + "\n\n--><iframe srcdoc=x>\n";

    private static IEnumerable<string> Foreign(string page) => Tag().Matches(page).Select(tag => tag.Groups["name"].Value).Where(name => !OwnTags.Contains(name)).Concat(page.Contains("onerror=x>", StringComparison.Ordinal) || page.Contains("<svg/", StringComparison.Ordinal) ? ["an attribute"] : []);

    private static string Unmarked(string page, string severity) => Regex.Replace(page, $"<mark class=\"{severity}\"[^>]*>(.*?)</mark>", "$1", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static string Page(string transcript) => Page(Inspection.Of(RawHttpReader.Read(transcript)));

    private static string Page(Inspection inspection)
    {
        using var text = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        HtmlReport.Write(text, inspection, framework: null, "<visit>.har");
        return text.ToString();
    }

    [GeneratedRegex("<(?<name>[A-Za-z]+[0-9]?)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex("<section id=\"exchange-", RegexOptions.None, 5000)]
    private static partial Regex Section();
}
